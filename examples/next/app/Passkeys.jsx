'use client';
import { useRouter } from 'next/navigation';
import 'latchkey-web/elements/passkeys';
import { useEvents } from './useEvents';

export function Passkeys({ latchkeyUrl }) {
  const router = useRouter();
  const element = useEvents({ 'latchkey-signed-out': () => router.push('/sign-in') });
  return <latchkey-passkeys ref={element} base-url={latchkeyUrl} app-name="Next.js and passkeys" />;
}
