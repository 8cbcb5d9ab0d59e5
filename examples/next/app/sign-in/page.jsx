import { headers } from 'next/headers';
import { addresses } from '../addresses';
import { SignIn } from './SignIn';

export default async function Page() {
  const request = await headers();
  const welcome = `${request.get('x-forwarded-proto')}://${request.get('host')}/welcome`; // Kratos leads back only to allowed addresses
  return <SignIn {...addresses()} welcome={welcome} />;
}
