// For users who have just used a passkey. For anyone else the answer is the challenge of RFC 9470, upon which the SDK's guard()
// asks for the passkey and sends the request again.
import { addresses } from '../../addresses';

const CHALLENGE = 'Bearer error="insufficient_user_authentication", error_description="Use your passkey first.", acr_values="urn:latchkey:acr:passkey:uv", max_age="900"';

export async function GET(request) {
  // Server to server and each time, because a browser could claim anything.
  const answer = await fetch(`${addresses().latchkeyUrl}/v1/session`, {
    headers: { Cookie: request.headers.get('cookie') ?? '' },
    cache: 'no-store',
  });
  if (answer.status === 401) return new Response('Sign in first.', { status: 401 });
  if (!answer.ok) return new Response('Try again in a moment.', { status: 503 }); // fail closed
  const { fresh_until } = await answer.json();
  if (new Date(fresh_until) > new Date()) return new Response('The vault is open.');
  return new Response('Use your passkey first.', { status: 401, headers: { 'WWW-Authenticate': CHALLENGE } });
}
