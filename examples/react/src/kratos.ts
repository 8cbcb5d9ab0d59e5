// What this application asks of Kratos: its forms for accounts and passwords, and the end of a session. The forms are the
// pages that Kratos' selfservice.flows.*.ui_url name, and lead back here.
const kratosUrl: string = import.meta.env.VITE_KRATOS_URL ?? 'http://localhost:4433';

const flow = (name: string, path: string) =>
  `${kratosUrl}/self-service/${name}/browser?return_to=${encodeURIComponent(location.origin + path)}`;

export const registrationUrl = () => flow('registration', '/welcome');
/** @param path of this application, where the user goes on: the offer of a passkey steps aside for those who need none */
export const passwordUrl = (path = '/welcome') => flow('login', path);

/** Ends the session. Kratos has the browser follow a link, which deletes its cookie. */
export async function signOut() {
  const answer = await fetch(flow('logout', '/sign-in'), { credentials: 'include', headers: { Accept: 'application/json' } });
  // 401: somebody has ended it meanwhile.
  if (answer.status === 401) return location.assign('/sign-in');
  if (!answer.ok) throw new Error(`Kratos answered ${answer.status}`);
  location.assign((await answer.json()).logout_url);
}
