// Where Kratos sends people who have just registered: offers a passkey with the session that they have.
'use client';
import { useRouter } from 'next/navigation';
import 'latchkey-web/elements/setup';
import { useEvents } from '../useEvents';

export function Welcome({ latchkeyUrl }) {
  const router = useRouter();
  const goOn = () => router.push('/');
  const element = useEvents({
    'latchkey-registered': goOn,
    'latchkey-skipped': goOn,
    'latchkey-signed-out': () => router.push('/sign-in'),
  });
  return <latchkey-setup ref={element} offer base-url={latchkeyUrl} app-name="Next.js and passkeys" heading-level={1} />;
}
