'use client';
import { useState } from 'react';
import { flow } from './kratos';

export function SignOut({ kratosUrl }) {
  const [failed, setFailed] = useState(false);

  /** Kratos has the browser follow a link, which deletes its cookie. */
  const leave = async () => {
    try {
      const logout = flow(kratosUrl, 'logout', `${location.origin}/sign-in`);
      const answer = await fetch(logout, { credentials: 'include', headers: { Accept: 'application/json' } });
      if (!answer.ok && answer.status !== 401) throw new Error(`Kratos answered ${answer.status}`);
      location.assign(answer.ok ? (await answer.json()).logout_url : '/sign-in'); // 401: it has ended meanwhile
    } catch {
      setFailed(true);
    }
  };

  return (
    <>
      <button onClick={leave}>Sign out</button>
      {failed && <p role="alert">You are still signed in: Kratos is not responding. Try again in a moment.</p>}
    </>
  );
}
