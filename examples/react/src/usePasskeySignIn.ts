// Signing in by the SDK alone: from the list in a field as soon as the page is there, and by a button.
import { useEffect, useRef, useState } from 'react';
import { type LatchkeyError, type Login } from 'latchkey-web';
import { sentence } from 'latchkey-web/sentence';
import { latchkey } from './latchkey';

/** Closing the prompt, or not answering it, is no failure. */
const UNANSWERED = ['cancelled', 'timed_out'];

/** @param onSignedIn hears of a passkey that was accepted; the browser has a Kratos session by then */
export function usePasskeySignIn(onSignedIn: (login: Login) => void) {
  const [outcome, setOutcome] = useState<{ sentence: string; failed: boolean }>();
  const [busy, setBusy] = useState(false);
  const [round, setRound] = useState(0); // the list in the field ends with each prompt, and is offered anew
  const signedIn = useRef(onSignedIn);
  useEffect(() => { signedIn.current = onSignedIn; });

  const ended = async (error: LatchkeyError) => {
    setOutcome({ sentence: await sentence(error), failed: !UNANSWERED.includes(error.code) });
    setRound((last) => last + 1);
  };

  useEffect(() => {
    let here = true;
    latchkey.autofill({ session: 'cookie' }).then(
      (login) => here && signedIn.current(login),
      (error: LatchkeyError) => {
        if (here && error.answered) ended(error); // otherwise the user has done nothing yet
      },
    );
    return () => {
      here = false;
      latchkey.cancel();
    };
  }, [round]);

  const signIn = async () => {
    setOutcome(undefined);
    setBusy(true);
    try {
      signedIn.current(await latchkey.login({ session: 'cookie' }));
    } catch (error) {
      await ended(error as LatchkeyError); // the SDK throws nothing else
    } finally {
      setBusy(false);
    }
  };

  return { signIn, busy, outcome };
}
