package dev.berth.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.ErrorCode;
import dev.berth.domain.UnavailableException;
import dev.berth.domain.UnknownOutcomeException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static ApiException explain(Throwable reason) {
        return Failures.explain(new CompletionException(reason));
    }

    @Test
    void anOverloadedServerAnswersWhatSdksRetry() {
        var answer =
                explain(new UnavailableException(ErrorCode.THROTTLING, "Too much; try later."));
        assertThat(answer.code()).isEqualTo("ThrottlingException");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer).hasMessage("Too much; try later.");
    }

    @Test
    void aServerWithoutItsDatabaseAnswersThatNothingWasChanged() {
        var answer = explain(new UnavailableException(ErrorCode.SERVER, "Nothing was changed."));
        assertThat(answer.code()).isEqualTo("ServerException");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer).hasMessage("Nothing was changed.");
    }

    @Test
    void anUnknownOutcomeIsSaidToBeUnknown() {
        assertThat(explain(new TimeoutException()))
                .hasMessageContaining("The outcome of the call is unknown");
        assertThat(explain(new UnknownOutcomeException("no answer from instance 1")))
                .hasMessageContaining("its outcome is unknown")
                .hasMessageNotContaining("instance 1");
    }
}
