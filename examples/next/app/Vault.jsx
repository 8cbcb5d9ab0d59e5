'use client';
import { useState } from 'react';
import { createLatchkey } from 'latchkey-web';

export function Vault({ latchkeyUrl }) {
  const [said, setSaid] = useState('');

  const open = async () => {
    const guarded = createLatchkey({ baseUrl: latchkeyUrl }).guard(fetch);
    try {
      const answer = await guarded('/api/vault');
      setSaid(answer.ok ? await answer.text() : 'The vault stays closed.');
    } catch (error) {
      setSaid(`${error.message} ${error.hint ?? ''}`); // of the passkey, which has a hint, or of the network
    }
  };

  return (
    <section>
      <button onClick={open}>Open the vault</button>
      <p role="status">{said}</p>
    </section>
  );
}
