import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    files: ["**/*.js"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "curly": ["error", "multi-line"],
      "eqeqeq": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-var": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      "no-shadow": "error",
      "no-unused-private-class-members": "error",
      "no-param-reassign": "error",
      "require-atomic-updates": "error",
      "array-callback-return": "error",
    },
  },
];
