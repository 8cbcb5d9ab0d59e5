// The path of the page, in place of a router.
import { useSyncExternalStore } from 'react';

export const usePath = () => useSyncExternalStore(subscribe, () => location.pathname);

/** Goes to another page of this application, without loading it anew. */
export function go(path: string) {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}

function subscribe(changed: () => void) {
  addEventListener('popstate', changed);
  return () => removeEventListener('popstate', changed);
}
