// For who is signed in at Kratos, whatever with. Latchkey tells, and its answer has what Kratos knows of the user.
import { useEffect, useState } from 'react';
import type { LatchkeyError, Standing } from 'latchkey-web';
import 'latchkey-web/elements/passkeys';
import { sentence } from 'latchkey-web/sentence';
import { latchkey, latchkeyUrl } from './latchkey';
import { passwordUrl, signOut } from './kratos';
import { go } from './path';

export function Account() {
  const [standing, setStanding] = useState<Standing>();
  const [failure, setFailure] = useState('');

  useEffect(() => {
    let here = true;
    latchkey.session().then(
      (found) => here && setStanding(found),
      (error: LatchkeyError) => {
        if (!here) return;
        if (error.code === 'unauthenticated') go('/sign-in');
        else sentence(error).then((words) => here && setFailure(words));
      },
    );
    return () => { here = false; };
  }, []);

  const leave = () => signOut().catch(() => setFailure('You are still signed in: Kratos is not responding. Try again in a moment.'));

  return (
    <>
      {failure && <p role="alert">{failure}</p>}
      {standing && (
        <>
          <section>
            <h1>Your account</h1>
            <p>Signed in as {standing.identity.login}</p>
            <button onClick={leave}>Sign out</button>
          </section>
          <latchkey-passkeys
            base-url={latchkeyUrl}
            app-name="React and passkeys"
            login-url={passwordUrl()}
            recover-url={`${latchkeyUrl}/recover?return_to=${encodeURIComponent(location.origin + '/')}`}
            onlatchkey-signed-out={(event) => {
              event.preventDefault();
              go('/sign-in');
            }}
          />
        </>
      )}
    </>
  );
}
