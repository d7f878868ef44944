package dev.berth.integration.service;

import dev.berth.integration.installation.Ecs;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskField;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.waiters.EcsWaiter;

/** The services of one cluster, as the AWS SDK for Java sees them. */
final class RunningServices {
    static final Duration SOON = Duration.ofSeconds(90);

    private final Ecs ecs;
    private final EcsClient client;

    RunningServices(Ecs ecs) {
        this.ecs = ecs;
        this.client = ecs.client();
    }

    Service create(
            String name,
            int count,
            ContainerDefinition.Builder container,
            Consumer<CreateServiceRequest.Builder> more) {
        var request =
                CreateServiceRequest.builder()
                        .cluster(ecs.cluster())
                        .serviceName(name)
                        .taskDefinition(ecs.register(name, container))
                        .desiredCount(count);
        more.accept(request);
        return client.createService(request.build()).service();
    }

    private EcsWaiter waiter() {
        return EcsWaiter.builder()
                .client(client)
                .overrideConfiguration(
                        o ->
                                o.maxAttempts(900)
                                        .backoffStrategyV2(
                                                BackoffStrategy.fixedDelayWithoutJitter(
                                                        Duration.ofMillis(100))))
                .build();
    }

    void awaitStable(String service) {
        try (var waiter = waiter()) {
            waiter.waitUntilServicesStable(r -> r.cluster(ecs.cluster()).services(service));
        }
    }

    void awaitInactive(String service) {
        try (var waiter = waiter()) {
            waiter.waitUntilServicesInactive(r -> r.cluster(ecs.cluster()).services(service));
        }
    }

    Service described(String name) {
        return client.describeServices(r -> r.cluster(ecs.cluster()).services(name))
                .services()
                .getFirst();
    }

    List<String> events(String name) {
        return described(name).events().stream().map(ServiceEvent::message).toList();
    }

    List<Task> tasks(String name) {
        var arns =
                client.listTasks(
                                r ->
                                        r.cluster(ecs.cluster())
                                                .serviceName(name)
                                                .desiredStatus(DesiredStatus.RUNNING))
                        .taskArns();
        return arns.isEmpty()
                ? List.of()
                : client.describeTasks(
                                r -> r.cluster(ecs.cluster()).tasks(arns).include(TaskField.TAGS))
                        .tasks();
    }

    software.amazon.awssdk.services.ecs.model.ServiceDeployment current(String name) {
        return client.describeServiceDeployments(
                        r -> r.serviceDeploymentArns(described(name).currentServiceDeployment()))
                .serviceDeployments()
                .getFirst();
    }

    /** Updates a service of that name. */
    Service update(String name, Consumer<UpdateServiceRequest.Builder> more) {
        var request = UpdateServiceRequest.builder().cluster(ecs.cluster()).service(name);
        more.accept(request);
        return client.updateService(request.build()).service();
    }

    void deleteByForce(String name) {
        client.deleteService(r -> r.cluster(ecs.cluster()).service(name).force(true));
    }

    /** Deletes all of them and waits until they are INACTIVE. */
    void deleteAll() {
        var all = client.listServices(r -> r.cluster(ecs.cluster())).serviceArns();
        all.forEach(this::deleteByForce);
        all.forEach(this::awaitInactive);
    }
}
