import { passwordUrl, registrationUrl } from './kratos';
import { go } from './path';
import { usePasskeySignIn } from './usePasskeySignIn';

export function SignIn() {
  const { signIn, busy, outcome } = usePasskeySignIn(() => go('/'));
  return (
    <section>
      <h1>Sign in</h1>
      <label>
        Email
        <input name="email" type="email" autoComplete="username webauthn" />
      </label>
      <button className="primary" onClick={signIn} disabled={busy}>Sign in with a passkey</button>
      <p role="status">{busy ? 'Waiting for your device …' : !outcome?.failed && outcome?.sentence}</p>
      {outcome?.failed && <p role="alert">{outcome.sentence}</p>}
      <a href={passwordUrl()}>Use a password</a>
      <a href={registrationUrl()}>Create an account</a>
    </section>
  );
}
