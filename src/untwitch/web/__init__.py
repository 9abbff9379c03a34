"""The app: parse, one action, render. Opens on the person's own machine and phone, and phones nobody."""
