package dev.berth.agent.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportSenderTest {

    @Test
    void aReasonIsNeverCutWithinACharacter() {
        assertThat(ReportSender.cut("ab🤷", 3)).isEqualTo("ab");
        assertThat(ReportSender.cut("ab🤷c", 4)).isEqualTo("ab🤷");
        assertThat(ReportSender.cut("ab🤷", 4)).isEqualTo("ab🤷");
        assertThat(ReportSender.cut(null, 4)).isNull();
    }
}
