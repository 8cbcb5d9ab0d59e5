// Where Kratos sends people who have just registered: offers a passkey with the session that they have. The element steps
// aside for who has one already, has no browser for it, or says "Not now"; each ends in one event.
import { useState } from 'react';
import 'latchkey-web/elements/setup';
import { latchkeyUrl } from './latchkey';
import { passwordUrl } from './kratos';
import { go } from './path';

export function PostRegistration() {
  const [name, setName] = useState('');
  if (name) {
    return (
      <section>
        <h1>You are all set</h1>
        <p role="status">“{name}” signs you in from now on.</p>
        <button className="primary" onClick={() => go('/')}>To your account</button>
      </section>
    );
  }
  return (
    <latchkey-setup
      offer
      base-url={latchkeyUrl}
      app-name="React and passkeys"
      login-url={passwordUrl('/welcome')}
      heading-level={1}
      onlatchkey-registered={(event) => {
        event.preventDefault(); // the page shows the outcome itself
        setName(event.detail.passkey.name);
      }}
      onlatchkey-skipped={(event) => {
        event.preventDefault();
        go('/');
      }}
    />
  );
}
