// For who is signed in. The server asks Latchkey with the browser's cookies, and renders the answer.
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { addresses } from './addresses';
import { Passkeys } from './Passkeys';
import { SignOut } from './SignOut';
import { Vault } from './Vault';

export default async function Account() {
  const { latchkeyUrl, kratosUrl } = addresses();
  const answer = await fetch(`${latchkeyUrl}/v1/session`, {
    // As the browser sent them: cookies() would encode the "=" with which Kratos' cookie can end, and Kratos refuse it.
    headers: { Cookie: (await headers()).get('cookie') ?? '' },
    cache: 'no-store',
  });
  if (answer.status === 401) redirect('/sign-in');
  if (!answer.ok) throw new Error(`Latchkey answered ${answer.status}`);
  const { identity } = await answer.json();
  return (
    <>
      <section>
        <h1>Your account</h1>
        <p>Signed in as {identity.login}</p>
        <SignOut kratosUrl={kratosUrl} />
      </section>
      <Vault latchkeyUrl={latchkeyUrl} />
      <Passkeys latchkeyUrl={latchkeyUrl} />
    </>
  );
}
