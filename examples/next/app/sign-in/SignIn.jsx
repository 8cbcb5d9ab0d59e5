'use client';
import { useRouter } from 'next/navigation';
import 'latchkey-web/elements/login';
import { flow } from '../kratos';
import { useEvents } from '../useEvents';

export function SignIn({ latchkeyUrl, kratosUrl }) {
  const router = useRouter();
  const element = useEvents({ 'latchkey-signed-in': () => router.push('/') });
  return (
    <>
      <latchkey-login ref={element} base-url={latchkeyUrl} app-name="Next.js and passkeys" session="cookie" heading-level={1} />
      <section>
        <button onClick={() => location.assign(flow(kratosUrl, 'login', '/welcome'))}>Use a password</button>
        <button onClick={() => location.assign(flow(kratosUrl, 'registration', '/welcome'))}>Create an account</button>
      </section>
    </>
  );
}
