// One instance for the whole application, outside of components.
import { createLatchkey } from 'latchkey-web';

export const latchkeyUrl = import.meta.env.VITE_LATCHKEY_URL ?? 'http://localhost:4477';

export const latchkey = createLatchkey({ baseUrl: latchkeyUrl });
