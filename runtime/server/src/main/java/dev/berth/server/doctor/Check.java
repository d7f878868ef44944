package dev.berth.server.doctor;

/**
 * The result of one check.
 *
 * @param detail the finding; unless the verdict is {@link Verdict#OK}, also what to do
 */
record Check(String name, Verdict verdict, String detail) {

    enum Verdict {
        OK("ok"),
        WARNING("warning"),
        WRONG("WRONG");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Check ok(String name, String detail) {
        return new Check(name, Verdict.OK, detail);
    }

    static Check warning(String name, String detail) {
        return new Check(name, Verdict.WARNING, detail);
    }

    static Check wrong(String name, String detail) {
        return new Check(name, Verdict.WRONG, detail);
    }
}
