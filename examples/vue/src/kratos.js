// What this application asks of Kratos: its forms for accounts and passwords, and the end of a session.
const kratosUrl = import.meta.env.VITE_KRATOS_URL ?? 'http://localhost:4433';

/** Kratos' pages lead back to a path of this application. */
export const flow = (name, path) =>
  `${kratosUrl}/self-service/${name}/browser?return_to=${encodeURIComponent(location.origin + path)}`;

/** Ends the session. Kratos has the browser follow a link, which deletes its cookie. */
export async function signOut() {
  const answer = await fetch(flow('logout', '/sign-in'), { credentials: 'include', headers: { Accept: 'application/json' } });
  if (answer.status === 401) return location.assign('/sign-in'); // somebody has ended it meanwhile
  if (!answer.ok) throw new Error(`Kratos answered ${answer.status}`);
  location.assign((await answer.json()).logout_url);
}
