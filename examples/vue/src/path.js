// The path of the page, in place of a router.
import { ref } from 'vue';

export const path = ref(location.pathname);

/** Goes to another page of this application, without loading it anew. */
export function go(to) {
  history.pushState(null, '', to);
  path.value = to;
}

addEventListener('popstate', () => { path.value = location.pathname; });
