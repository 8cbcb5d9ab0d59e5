// Signing in by the SDK alone: from the list in a field as soon as the page is there, and by a button.
import { useEffect, useRef, useState } from 'react';
import { LatchkeyError, type Login } from 'latchkey-web';
import { latchkey } from './latchkey';

/** @param onSignedIn hears of a passkey that was accepted; the browser has a Kratos session by then */
export function usePasskeySignIn(onSignedIn: (login: Login) => void) {
  const [failure, setFailure] = useState<LatchkeyError>();
  const [busy, setBusy] = useState(false);
  const [round, setRound] = useState(0); // the list in the field ends with each prompt, and is offered anew
  const signedIn = useRef(onSignedIn);
  useEffect(() => { signedIn.current = onSignedIn; });

  useEffect(() => {
    let here = true;
    latchkey.autofill({ session: 'cookie' }).then(
      (login) => here && signedIn.current(login),
      (error: LatchkeyError) => {
        if (!here || !error.answered) return; // the user has done nothing yet
        setFailure(error);
        setRound((last) => last + 1);
      },
    );
    return () => {
      here = false;
      latchkey.cancel();
    };
  }, [round]);

  const signIn = async () => {
    setFailure(undefined);
    setBusy(true);
    try {
      signedIn.current(await latchkey.login({ session: 'cookie' }));
    } catch (error) {
      setFailure(error as LatchkeyError); // the SDK throws nothing else
      setRound((last) => last + 1);
    } finally {
      setBusy(false);
    }
  };

  return { signIn, busy, failure };
}
