package dev.berth.plugins.distinctinstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.contract.PlacementConstraintContract;
import dev.berth.plugin.contract.TestInstance;
import dev.berth.plugin.contract.TestTask;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.placement.PlacementConstraint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DistinctInstanceTest extends PlacementConstraintContract {

    @Override
    protected PlacementConstraint constraint() {
        return new DistinctInstanceConstraint();
    }

    @Test
    void anInstanceWithATaskOfTheGroupIsRuledOut() {
        var rule = constraint().rule(Optional.empty());
        var task = TestTask.of("web");
        var other = TestInstance.of("a").withTasks("family:other", 3);
        assertThat(rule.check(task, other)).isEqualTo(Fit.FITS);
        assertThat(rule.check(task, other.withTasks(task.group(), 1)))
                .isEqualTo(
                        Fit.unfit(
                                "DistinctInstance placement constraint unsatisfied.",
                                "it runs 1 of the task group family:web"));
    }

    @Test
    void anExpressionIsRefused() {
        assertThatThrownBy(() -> constraint().rule(Optional.of("task:group == web")))
                .isInstanceOf(InvalidPlacementException.class)
                .hasMessageContaining("expression should not be specified");
    }
}
