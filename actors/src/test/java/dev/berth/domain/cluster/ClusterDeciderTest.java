package dev.berth.domain.cluster;

import static dev.berth.domain.Scenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.ErrorCode;
import dev.berth.domain.Scenario;
import dev.berth.domain.cluster.ClusterCommand.ChangeSettings;
import dev.berth.domain.cluster.ClusterCommand.Create;
import dev.berth.domain.cluster.ClusterCommand.Delete;
import dev.berth.domain.cluster.ClusterCommand.Forget;
import dev.berth.domain.cluster.ClusterEvent.Created;
import dev.berth.domain.cluster.ClusterEvent.Deleted;
import dev.berth.domain.cluster.ClusterEvent.Forgotten;
import dev.berth.domain.cluster.ClusterEvent.SettingsChanged;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterDeciderTest {

    private static final Map<String, String> SETTINGS = Map.of("containerInsights", "disabled");
    private static final Created CREATED = new Created("blue", SETTINGS, NOW.minusSeconds(9));

    private final Scenario<ClusterCommand, ClusterEvent, Cluster> scenario =
            Scenario.of(new ClusterDecider());

    @Test
    void aNewClusterIsActive() {
        scenario.when(new Create("blue", SETTINGS)).then(new Created("blue", SETTINGS, NOW));
        assertThat(scenario.state()).isEqualTo(new Cluster.Active("blue", SETTINGS, NOW));
    }

    @Test
    void creatingItAgainChangesNothing() {
        scenario.given(CREATED).when(new Create("blue", Map.of())).thenNothing();
    }

    @Test
    void aSettingThatChangesIsKeptAndTheOthersStay() {
        var changed = Map.of("containerInsights", "enhanced", "other", "x");
        scenario.given(
                        new Created(
                                "blue", Map.of("containerInsights", "disabled", "other", "x"), NOW))
                .when(new ChangeSettings(Map.of("containerInsights", "enhanced")))
                .then(new SettingsChanged(changed));
        assertThat(scenario.state()).isEqualTo(new Cluster.Active("blue", changed, NOW));
    }

    @Test
    void aSettingThatIsSoAlreadyChangesNothing() {
        scenario.given(CREATED).when(new ChangeSettings(SETTINGS)).thenNothing();
    }

    @Test
    void aClusterThatIsGoneHasNoSettingsToChange() {
        scenario.given(CREATED, new Deleted(NOW))
                .when(new ChangeSettings(SETTINGS))
                .thenRefuses(ErrorCode.CLUSTER_NOT_FOUND, "Cluster not found.");
    }

    @Test
    void anEmptyClusterIsDeletedAndStaysToBeDescribed() {
        scenario.given(CREATED).when(new Delete(0, 0, 0)).then(new Deleted(NOW));
        assertThat(scenario.state()).isEqualTo(new Cluster.Inactive("blue", SETTINGS, NOW));
    }

    @Test
    void aClusterWithInstancesIsNotDeleted() {
        scenario.given(CREATED)
                .when(new Delete(1, 1, 1))
                .thenRefuses(
                        ErrorCode.CLUSTER_CONTAINS_CONTAINER_INSTANCES,
                        "The Cluster cannot be deleted while Container Instances are active or draining.");
    }

    @Test
    void aClusterWithServicesIsNotDeleted() {
        scenario.given(CREATED)
                .when(new Delete(0, 1, 1))
                .thenRefuses(
                        ErrorCode.CLUSTER_CONTAINS_SERVICES,
                        "The Cluster cannot be deleted while Services are active.");
    }

    @Test
    void aClusterWithTasksIsNotDeleted() {
        scenario.given(CREATED)
                .when(new Delete(0, 0, 1))
                .thenRefuses(
                        ErrorCode.CLUSTER_CONTAINS_TASKS,
                        "The Cluster cannot be deleted while Tasks are active.");
    }

    @Test
    void aClusterThatNeverWasOrIsGoneCannotBeDeleted() {
        scenario.when(new Delete(0, 0, 0))
                .thenRefuses(ErrorCode.CLUSTER_NOT_FOUND, "Cluster not found.");
        scenario.given(CREATED, new Deleted(NOW))
                .when(new Delete(0, 0, 0))
                .thenRefuses(ErrorCode.CLUSTER_NOT_FOUND, "Cluster not found.");
    }

    @Test
    void aDeletedNameCanBeUsedAgainWithSettingsOfItsOwn() {
        scenario.given(CREATED, new Deleted(NOW))
                .when(new Create("blue", Map.of()))
                .then(new Created("blue", Map.of(), NOW));
        assertThat(scenario.state()).isEqualTo(new Cluster.Active("blue", Map.of(), NOW));
    }

    @Test
    void aDeletedClusterIsForgottenWhenItsTimeIsOverAndItsNameCanBeUsedAgain() {
        scenario.given(CREATED)
                .when(new Forget(NOW.plusSeconds(9)))
                .thenNothing()
                .given(new Deleted(NOW))
                .when(new Forget(NOW))
                .thenNothing()
                .when(new Forget(NOW.plusMillis(1)))
                .then(new Forgotten("blue", NOW));
        assertThat(scenario.state()).isEqualTo(new Cluster.Forgotten("blue"));
        scenario.when(new Forget(NOW.plusSeconds(9))).thenNothing();
        scenario.when(new Delete(0, 0, 0))
                .thenRefuses(ErrorCode.CLUSTER_NOT_FOUND, "Cluster not found.");
        scenario.when(new Create("blue", SETTINGS)).then(new Created("blue", SETTINGS, NOW));
    }
}
