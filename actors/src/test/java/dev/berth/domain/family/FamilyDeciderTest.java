package dev.berth.domain.family;

import static dev.berth.domain.Scenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.ErrorCode;
import dev.berth.domain.Scenario;
import dev.berth.domain.family.FamilyCommand.AddRevision;
import dev.berth.domain.family.FamilyCommand.DeleteRevision;
import dev.berth.domain.family.FamilyCommand.DeregisterRevision;
import dev.berth.domain.family.FamilyCommand.Forget;
import dev.berth.domain.family.FamilyCommand.ForgetRevision;
import dev.berth.domain.family.FamilyEvent.Forgotten;
import dev.berth.domain.family.FamilyEvent.RevisionDeletionRequested;
import dev.berth.domain.family.FamilyEvent.RevisionDeregistered;
import dev.berth.domain.family.FamilyEvent.RevisionForgotten;
import dev.berth.domain.family.FamilyEvent.RevisionGiven;
import dev.berth.domain.family.TaskDefinitionFamily.Known;
import dev.berth.domain.family.TaskDefinitionFamily.Revision;
import dev.berth.domain.family.TaskDefinitionFamily.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FamilyDeciderTest {

    private final Scenario<FamilyCommand, FamilyEvent, TaskDefinitionFamily> scenario =
            Scenario.of(new FamilyDecider());

    @Test
    void theFirstRevisionIsOne() {
        scenario.when(new AddRevision("web", 1)).then(new RevisionGiven("web", 1));
    }

    @Test
    void revisionsOnlyGrowAlsoAfterTheNewestWasDeregistered() {
        scenario.given(
                        new RevisionGiven("web", 1),
                        new RevisionGiven("web", 2),
                        new RevisionDeregistered(2, NOW))
                .when(new AddRevision("web", 3))
                .then(new RevisionGiven("web", 3));
    }

    @Test
    void aRevisionThatIsCountedStaysAsItIs() {
        scenario.given(new RevisionGiven("web", 1), new RevisionDeregistered(1, NOW))
                .when(new AddRevision("web", 1))
                .thenNothing();
    }

    @Test
    void aRevisionThatDoesNotFollowTheLastIsNotCounted() {
        scenario.given(new RevisionGiven("web", 1))
                .when(new AddRevision("web", 3))
                .thenRefuses(
                        ErrorCode.SERVER, "Revision 3 does not follow revision 1 of family web.");
    }

    @Test
    void aDeregisteredRevisionIsInactiveAndTheOthersStay() {
        scenario.given(new RevisionGiven("web", 1), new RevisionGiven("web", 2))
                .when(new DeregisterRevision(1))
                .then(new RevisionDeregistered(1, NOW));
        assertThat(scenario.state(Known.class).revisions().byNumber())
                .isEqualTo(
                        Map.of(
                                1, Revision.inactive(NOW),
                                2, Revision.active()));
    }

    @Test
    void deregisteringTwiceKeepsTheFirstTime() {
        scenario.given(new RevisionGiven("web", 1), new RevisionDeregistered(1, NOW))
                .at(NOW.plusSeconds(5))
                .when(new DeregisterRevision(1))
                .thenNothing();
    }

    @Test
    void aRevisionThatWasNeverGivenCannotBeDeregistered() {
        scenario.when(new DeregisterRevision(1))
                .thenRefuses(ErrorCode.CLIENT, "Unable to describe task definition.");
        scenario.given(new RevisionGiven("web", 1))
                .when(new DeregisterRevision(2))
                .thenRefuses(ErrorCode.CLIENT, "Unable to describe task definition.");
    }

    @Test
    void anInactiveRevisionIsDeletedOnceAndKeepsWhenItWasDeregistered() {
        scenario.given(new RevisionGiven("web", 1), new RevisionDeregistered(1, NOW))
                .at(NOW.plusSeconds(5))
                .when(new DeleteRevision(1))
                .then(new RevisionDeletionRequested(1, NOW.plusSeconds(5)));
        assertThat(scenario.state(Known.class).revisions().byNumber())
                .isEqualTo(
                        Map.of(
                                1,
                                new Revision(Status.DELETE_IN_PROGRESS, NOW, NOW.plusSeconds(5))));
        scenario.when(new DeleteRevision(1)).thenNothing();
        scenario.when(new DeregisterRevision(1)).thenNothing();
        scenario.when(new AddRevision("web", 2)).then(new RevisionGiven("web", 2));
    }

    @Test
    void anActiveRevisionIsNotDeleted() {
        scenario.given(new RevisionGiven("web", 1))
                .when(new DeleteRevision(1))
                .thenRefuses(
                        ErrorCode.CLIENT,
                        "The specified task definition is still in ACTIVE status. Please deregister"
                                + " the target and try again.");
    }

    @Test
    void onlyWhatIsBeingDeletedIsForgottenAndItsNumberIsNotGivenAgain() {
        scenario.given(new RevisionGiven("web", 1), new RevisionDeregistered(1, NOW))
                .when(new ForgetRevision(1))
                .thenNothing()
                .when(new DeleteRevision(1))
                .when(new ForgetRevision(1))
                .then(new RevisionForgotten(1, NOW));
        assertThat(scenario.state(Known.class).revisions().byNumber()).isEmpty();
        scenario.when(new ForgetRevision(1)).thenNothing();
        scenario.when(new AddRevision("web", 2)).then(new RevisionGiven("web", 2));
    }

    @Test
    void aFamilyWithoutRevisionsIsForgottenButForItsLastNumber() {
        scenario.given(new RevisionGiven("web", 1), new RevisionGiven("web", 2))
                .given(new RevisionForgotten(2, NOW))
                .when(new Forget())
                .thenNothing()
                .given(new RevisionForgotten(1, NOW))
                .when(new Forget())
                .then(new Forgotten("web", 2, NOW))
                .when(new Forget())
                .thenNothing()
                .when(new DeregisterRevision(1))
                .thenRefuses(ErrorCode.CLIENT, "Unable to describe task definition.");
        scenario.when(new AddRevision("web", 3)).then(new RevisionGiven("web", 3));
        assertThat(scenario.state(Known.class).revisions().byNumber()).containsOnlyKeys(3);
    }

    @Test
    void whatWasForgottenIsAllThatTheLastEventNeeds() {
        scenario.given(new Forgotten("web", 7, NOW))
                .when(new AddRevision("web", 8))
                .then(new RevisionGiven("web", 8));
    }
}
