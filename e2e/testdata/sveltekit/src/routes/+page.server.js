import { env } from '$env/dynamic/private';

export const load = () => ({ base: env.LATCHKEY_URL });
