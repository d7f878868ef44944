package dev.berth.plugin.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.placement.PlacementConstraint;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every {@link PlacementConstraint} keeps. The test of a constraint extends this class. */
public abstract class PlacementConstraintContract {

    /** A new constraint, with usual settings. */
    protected abstract PlacementConstraint constraint();

    /** An expression that it takes; empty where it needs none. */
    protected Optional<String> expression() {
        return Optional.empty();
    }

    @Test
    void everyInstanceFitsOrIsRuledOutForAReason() {
        answers(constraint().rule(expression()))
                .forEach(
                        (id, fit) -> {
                            assertThat(fit).as("fit of %s", id).isNotNull();
                            if (fit instanceof Fit.Unfit unfit) {
                                assertThat(unfit.reason()).as("reason of %s", id).isNotBlank();
                                assertThat(unfit.detail()).as("detail of %s", id).isNotNull();
                            }
                        });
    }

    @Test
    void theSameInstanceGetsTheSameAnswerAgain() {
        var rule = constraint().rule(expression());
        var first = answers(rule);
        assertThat(answers(rule)).isEqualTo(first);
        assertThat(answers(constraint().rule(expression())))
                .as("the answers of another constraint with the same settings")
                .isEqualTo(first);
    }

    @Test
    void anOddExpressionIsTakenOrRefusedWithASentence() {
        for (var expression : List.of("", " ", "((", "no such thing ☃", "x".repeat(2_000))) {
            try {
                assertThat(constraint().rule(Optional.of(expression))).isNotNull();
            } catch (InvalidPlacementException refusal) {
                assertThat(refusal.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void severalThreadsGetTheSameAnswers() throws Exception {
        var rule = constraint().rule(expression());
        var alone = answers(rule);
        assertThat(Threads.together(() -> answers(rule))).containsOnly(alone);
    }

    private static TreeMap<String, Fit> answers(Rule rule) {
        var answers = new TreeMap<String, Fit>();
        for (var instance : OddInstances.all()) {
            answers.put(instance.id(), rule.check(TestTask.of("contract"), instance));
        }
        return answers;
    }
}
