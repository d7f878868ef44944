package dev.berth.plugins.memberof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.contract.PlacementConstraintContract;
import dev.berth.plugin.contract.TestInstance;
import dev.berth.plugin.contract.TestTask;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.placement.PlacementConstraint;
import dev.berth.query.QueryLanguage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemberOfTest extends PlacementConstraintContract {

    @Override
    protected PlacementConstraint constraint() {
        return new MemberOfConstraint(new QueryLanguage());
    }

    @Override
    protected Optional<String> expression() {
        return Optional.of("attribute:stack == prod or runningTasksCount > 2");
    }

    @Test
    void onlyWhatTheQuerySelectsIsLeft() {
        var rule = constraint().rule(Optional.of("attribute:stack == prod"));
        var task = TestTask.of("web");
        assertThat(rule.check(task, TestInstance.of("a").withAttribute("stack", "prod")))
                .isEqualTo(Fit.FITS);
        var fit = rule.check(task, TestInstance.of("b").withAttribute("stack", "test"));
        assertThat(fit).isInstanceOf(Fit.Unfit.class);
        assertThat(((Fit.Unfit) fit).reason())
                .isEqualTo("MemberOf placement constraint unsatisfied.");
        assertThat(((Fit.Unfit) fit).detail()).contains("test");
    }

    @Test
    void whatIsNoQueryIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> constraint().rule(Optional.of("attribute:stack ==")))
                .isInstanceOf(InvalidPlacementException.class)
                .hasMessageContaining("at column 19");
        assertThatThrownBy(() -> constraint().rule(Optional.empty()))
                .isInstanceOf(InvalidPlacementException.class)
                .hasMessageContaining("needs an expression");
    }
}
