import { useEffect, useRef } from 'react';

/**
 * The ref of an element, and what its events do. As props, React 19 does not attach them to an element that the server has
 * rendered. After each, the page handles the outcome.
 * @param {Record<string, () => void>} handlers by the event's name
 */
export function useEvents(handlers) {
  const element = useRef(null);
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    const target = element.current;
    const handle = (event) => {
      event.preventDefault();
      current.current[event.type]();
    };
    const names = Object.keys(current.current);
    for (const name of names) target.addEventListener(name, handle);
    return () => {
      for (const name of names) target.removeEventListener(name, handle);
    };
  }, []);
  return element;
}
