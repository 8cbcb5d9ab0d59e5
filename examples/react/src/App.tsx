// Three pages: /sign-in, /welcome, where Kratos sends people who have just registered, and /, the account.
import { Account } from './Account';
import { PostRegistration } from './PostRegistration';
import { SignIn } from './SignIn';
import { usePath } from './path';

export function App() {
  const path = usePath();
  return (
    <main>
      {path === '/sign-in' ? <SignIn /> : path === '/welcome' ? <PostRegistration /> : <Account />}
    </main>
  );
}
