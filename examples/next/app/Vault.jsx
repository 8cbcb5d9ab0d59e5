'use client';
import { useState } from 'react';
import { LatchkeyError } from 'latchkey-web';
import { sentence } from 'latchkey-web/sentence';
import { latchkeyAt } from './latchkey';

export function Vault({ latchkeyUrl }) {
  const [said, setSaid] = useState('');

  const open = async () => {
    try {
      const answer = await latchkeyAt(latchkeyUrl).guard(fetch)('/api/vault');
      setSaid(answer.ok ? await answer.text() : 'The vault stays closed.');
    } catch (error) {
      setSaid(error instanceof LatchkeyError ? await sentence(error) : 'The vault is out of reach. Try again in a moment.');
    }
  };

  return (
    <section>
      <button onClick={open}>Open the vault</button>
      <p role="status">{said}</p>
    </section>
  );
}
