import { addresses } from '../addresses';
import { SignIn } from './SignIn';

export default function Page() {
  return <SignIn {...addresses()} />;
}
