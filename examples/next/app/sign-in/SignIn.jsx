'use client';
import { useRouter } from 'next/navigation';
import 'latchkey-web/elements/login';
import { flow } from '../kratos';
import { useEvents } from '../useEvents';

/** The links work as soon as the server's page is there. */
export function SignIn({ appUrl, latchkeyUrl, kratosUrl }) {
  const welcome = `${appUrl}/welcome`; // Kratos leads back only to allowed addresses
  const router = useRouter();
  const element = useEvents({ 'latchkey-signed-in': () => router.push('/') });
  return (
    <>
      <latchkey-login ref={element} base-url={latchkeyUrl} app-name="Next.js and passkeys" session="cookie" heading-level={1} />
      <section>
        <a className="button" href={flow(kratosUrl, 'login', welcome)}>Use a password</a>
        <a className="button" href={flow(kratosUrl, 'registration', welcome)}>Create an account</a>
      </section>
    </>
  );
}
