import './style.css';

export const metadata = { title: 'Next.js and passkeys', icons: 'data:,' };
export const dynamic = 'force-dynamic'; // the addresses are those of the server that runs, not of the one that builds

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <main>{children}</main>
      </body>
    </html>
  );
}
