package dev.berth.domain.service;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.service.Services.created;
import static dev.berth.domain.service.Services.deployed;
import static dev.berth.domain.service.Services.identity;
import static dev.berth.domain.service.Services.settings;
import static dev.berth.domain.service.Services.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.ErrorCode;
import dev.berth.domain.Scenario;
import dev.berth.domain.service.DeploymentConfiguration.CircuitBreaker;
import dev.berth.domain.service.ServiceCommand.Create;
import dev.berth.domain.service.ServiceCommand.Delete;
import dev.berth.domain.service.ServiceCommand.Start;
import dev.berth.domain.service.ServiceCommand.Update;
import dev.berth.domain.service.ServiceSettings.Change;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceDeciderTest {

    private static final ServiceSettings SETTINGS = settings(DeploymentConfiguration.REPLICA);
    private static final ServiceSettings DAEMON =
            ServiceSettings.defaults(SchedulingStrategy.DAEMON);

    private final Scenario<ServiceCommand, ServiceEvent, Service> scenario =
            Scenario.of(new ServiceDecider());

    private static Create create(SchedulingStrategy strategy, Integer desired) {
        return new Create(
                identity(strategy),
                ServiceSettings.defaults(strategy),
                desired,
                start(1),
                Map.of());
    }

    @Test
    void aNewServiceIsActiveWithAPendingDeploymentInProgress() {
        scenario.when(create(SchedulingStrategy.REPLICA, 3)).then(created(3, SETTINGS));
        var service = scenario.state(Service.Active.class).details();
        assertThat(service.primary().rollout()).isEqualTo(Deployment.RolloutState.IN_PROGRESS);
        assertThat(service.primary().reason()).isEqualTo("ECS deployment ecs-svc/1 in progress.");
        assertThat(service.rollouts().current().status())
                .isEqualTo(ServiceDeployment.Status.PENDING);
        assertThat(service.rollouts().current().sources()).isEmpty();
        assertThat(service.log().texts()).isEmpty();
    }

    @Test
    void aReplicaServiceNeedsADesiredCountAndADaemonRefusesOne() {
        scenario.when(create(SchedulingStrategy.REPLICA, null))
                .thenRefuses(ErrorCode.INVALID_PARAMETER, "DesiredCount is missing");
        scenario.when(create(SchedulingStrategy.REPLICA, -1))
                .thenRefuses(ErrorCode.INVALID_PARAMETER, "DesiredCount can not be lesser than 0");
        scenario.when(create(SchedulingStrategy.REPLICA, Integer.MAX_VALUE))
                .thenRefuses(ErrorCode.INVALID_PARAMETER, "A service can have up to 5000 tasks.");
        scenario.when(create(SchedulingStrategy.DAEMON, 0))
                .thenRefuses(
                        ErrorCode.INVALID_PARAMETER,
                        "The daemon scheduling strategy does not support a desired count for"
                                + " services. Remove the desired count value and try again");
        scenario.when(create(SchedulingStrategy.DAEMON, null)).then(Services.daemon(DAEMON));
    }

    @Test
    void theSameCreationAgainChangesNothingAndAnotherIsRefused() {
        scenario.given(created(3, SETTINGS))
                .when(create(SchedulingStrategy.REPLICA, 3))
                .thenNothing();
        var other =
                new Service.Identity(
                        "blue", "web", SchedulingStrategy.REPLICA, NOW, "arn:me", null, "f2");
        scenario.when(new Create(other, SETTINGS, 3, start(2), Map.of()))
                .thenRefuses(
                        ErrorCode.INVALID_PARAMETER, "Creation of service was not idempotent.");
    }

    @Test
    void boundsThatBlockDeploymentsAreRefused() {
        refuses(
                100,
                100,
                "Both maximumPercent and minimumHealthyPercent cannot be 100 as this"
                        + " will block deployments");
        refuses(101, 200, "minimumHealthyPercent must be at most 100");
        refuses(-1, 200, "minimumHealthyPercent must be at least 0");
        refuses(50, 99, "maximumPercent must be at least 100");
        refuses(50, 201, "maximumPercent must be at most 200");
    }

    private void refuses(int minimum, int maximum, String sentence) {
        scenario.given(created(1, SETTINGS))
                .when(
                        update(
                                null,
                                Change.of(
                                        new DeploymentConfiguration(
                                                minimum, maximum, CircuitBreaker.DISABLED)),
                                null))
                .thenRefuses(ErrorCode.INVALID_PARAMETER, sentence);
    }

    private static Update update(Integer desired, Change change, Start start) {
        return new Update(desired, change, start, null);
    }

    @Test
    void aDesiredCountIsChangedWithoutADeployment() {
        scenario.given(created(1, SETTINGS))
                .when(update(5, Change.NONE, null))
                .then(new ServiceEvent.DesiredCountSet(5, NOW));
        scenario.when(update(5, Change.NONE, null)).thenNothing();
        scenario.when(update(-1, Change.NONE, null))
                .thenRefuses(ErrorCode.INVALID_PARAMETER, "Task count can not be lesser than 0");
        scenario.when(update(5_001, Change.NONE, null))
                .thenRefuses(ErrorCode.INVALID_PARAMETER, "A service can have up to 5000 tasks.");
    }

    @Test
    void anotherRevisionStartsADeploymentAndTheSameOnlyByForce() {
        scenario.given(created(1, SETTINGS))
                .when(update(null, Change.NONE, start(2)))
                .then(
                        new ServiceEvent.DeploymentStarted(
                                "ecs-svc/2", "sd2", Services.revision(2), NOW));
        var same = new ServiceRevision("r3", "web", 2, "EC2", "{}", Map.of(), NOW);
        scenario.when(update(null, Change.NONE, new Start("ecs-svc/3", "sd3", same, false)))
                .thenNothing();
        scenario.when(update(null, Change.NONE, new Start("ecs-svc/3", "sd3", same, true)))
                .then(new ServiceEvent.DeploymentStarted("ecs-svc/3", "sd3", same, NOW));
    }

    @Test
    void anUpdateOfARevisionThatIsNoLongerPrimaryIsRefused() {
        scenario.given(created(1, SETTINGS), deployed(2))
                .when(new Update(null, Change.NONE, start(3), "r1"))
                .thenRefuses(
                        ErrorCode.CONFLICT,
                        "The service has another revision by now: r2. Read it and try again.");
    }

    @Test
    void aNewDeploymentStopsTheOneBefore() {
        scenario.given(created(1, SETTINGS), deployed(2));
        var rollouts = scenario.state(Service.Active.class).details().rollouts();
        assertThat(rollouts.history())
                .extracting(ServiceDeployment::status)
                .containsExactly(
                        ServiceDeployment.Status.PENDING, ServiceDeployment.Status.STOPPED);
        assertThat(rollouts.current().sources()).containsExactly("r1");
        assertThat(rollouts.deployments())
                .extracting(Deployment::id)
                .containsExactly("ecs-svc/2", "ecs-svc/1");
    }

    @Test
    void aServiceAboveZeroIsNotDeletedWithoutForce() {
        scenario.given(created(1, SETTINGS))
                .when(new Delete(false))
                .thenRefuses(
                        ErrorCode.INVALID_PARAMETER,
                        "The service cannot be stopped while it is scaled above 0.");
        scenario.when(new Delete(true)).then(new ServiceEvent.DeletionBegan(NOW));
    }

    @Test
    void aServiceWithTwoDeploymentsIsNotDeletedWithoutForce() {
        scenario.given(created(0, SETTINGS), deployed(2))
                .when(new Delete(false))
                .thenRefuses(
                        ErrorCode.INVALID_PARAMETER,
                        "The service cannot be stopped while deployments are active.");
    }

    @Test
    void aDeletedServiceIsDrainingThenInactiveThenForgotten() {
        scenario.given(created(0, SETTINGS))
                .when(new Delete(false))
                .when(create(SchedulingStrategy.REPLICA, 1))
                .thenRefuses(
                        ErrorCode.INVALID_PARAMETER,
                        "Unable to Start a service that is still Draining.");
        scenario.when(update(1, Change.NONE, null))
                .thenRefuses(ErrorCode.SERVICE_NOT_ACTIVE, "Service was not ACTIVE.");
        scenario.when(new ServiceCommand.FinishDeletion()).then(new ServiceEvent.Deleted(NOW));
        assertThat(scenario.state()).isInstanceOf(Service.Inactive.class);
        scenario.when(new ServiceCommand.Forget(NOW.plusMillis(1)))
                .then(new ServiceEvent.Forgotten("web", NOW));
        scenario.when(new Delete(false))
                .thenRefuses(ErrorCode.SERVICE_NOT_FOUND, "Service not found.");
    }

    @Test
    void anInactiveNameCanBeUsedAgain() {
        scenario.given(
                        created(0, SETTINGS),
                        new ServiceEvent.DeletionBegan(NOW),
                        new ServiceEvent.Deleted(NOW))
                .when(create(SchedulingStrategy.REPLICA, 3))
                .then(created(3, SETTINGS));
    }

    @Test
    void aConditionIsToldOnceUntilItIsOverOrSixHoursHavePassed() {
        var told = new ServiceCommand.LogMessage("(service web) text", true);
        scenario.given(created(0, SETTINGS)).when(told);
        assertThat(scenario.events()).hasSize(1);
        scenario.when(told).thenNothing();
        scenario.at(NOW.plus(MessageLog.REPEATED_AFTER)).when(told);
        assertThat(scenario.events()).hasSize(1);
        scenario.when(new ServiceCommand.ClearConditions(java.util.List.of(told.text())))
                .when(told);
        assertThat(scenario.events()).hasSize(1);
    }

    @Test
    void theLatest100EventsAreKeptAndEachHasAnIdOfItsOwn() {
        scenario.given(created(0, SETTINGS));
        for (var i = 0; i < 120; i++) {
            scenario.when(new ServiceCommand.LogMessage("text " + i, false));
        }
        var log = scenario.state(Service.Active.class).details().log();
        assertThat(log.texts()).hasSize(100).startsWith("text 119").endsWith("text 20");
        assertThat(log.messages().stream().map(MessageLog.Message::id).distinct()).hasSize(100);
    }

    @Test
    void imagesAreResolvedOnceForARevision() {
        var resolve = new ServiceCommand.ResolveImages("r1", Map.of("web", "sha256:1"));
        scenario.given(created(0, SETTINGS))
                .when(resolve)
                .then(new ServiceEvent.ImagesResolved("r1", Map.of("web", "sha256:1")));
        scenario.when(new ServiceCommand.ResolveImages("r1", Map.of("web", "sha256:2")))
                .thenNothing();
    }
}
