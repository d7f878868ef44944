package dev.berth.cli.ecs;

import dev.berth.cli.ecs.EcsApi.Page;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import dev.berth.protocol.client.AwsException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/** The services of one cluster, by the ECS API. */
public record EcsServices(EcsApi ecs, String cluster) {
    private static final int BATCH = 10; // what DescribeServices takes at most

    public List<Service> all() throws AwsException, IOException, InterruptedException {
        var arns =
                EcsApi.pages(
                        token -> {
                            var page =
                                    ecs.call(
                                                    "ListServices",
                                                    ListServicesRequest.builder()
                                                            .cluster(cluster)
                                                            .maxResults(100)
                                                            .nextToken(token),
                                                    ListServicesResponse.builder())
                                            .build();
                            return new Page<>(page.serviceArns(), page.nextToken());
                        });
        return EcsApi.batches(arns, BATCH, this::described);
    }

    private List<Service> described(List<String> services)
            throws AwsException, IOException, InterruptedException {
        return ecs.call(
                        "DescribeServices",
                        DescribeServicesRequest.builder().cluster(cluster).services(services),
                        DescribeServicesResponse.builder())
                .build()
                .services();
    }

    /**
     * @param service by name or ARN
     * @throws CliException where there is none
     */
    public Service one(String service) throws AwsException, IOException, InterruptedException {
        return described(List.of(service)).stream()
                .findFirst()
                .orElseThrow(
                        () ->
                                new CliException(
                                        ExitCode.NOT_FOUND,
                                        "No service %s in cluster %s."
                                                .formatted(service, TaskId.name(cluster))));
    }

    /** The tasks that are to run, and the latest that stopped or are to stop. */
    public List<Task> tasks(Service service, int mostStopped)
            throws AwsException, IOException, InterruptedException {
        var filter = ListTasksRequest.builder().cluster(cluster).serviceName(service.serviceName());
        var tasks = new ArrayList<>(ecs.tasks(filter.desiredStatus(DesiredStatus.RUNNING).build()));
        ecs.tasks(filter.desiredStatus(DesiredStatus.STOPPED).build()).stream()
                .sorted(Comparator.comparing(EcsServices::ended).reversed())
                .limit(mostStopped)
                .forEach(tasks::add);
        return tasks;
    }

    /** What is still stopping is the latest. */
    private static Instant ended(Task task) {
        return task.stoppedAt() == null ? Instant.MAX : task.stoppedAt();
    }

    /** Empty where it is not known any more. */
    public Optional<ServiceDeployment> deployment(String arn)
            throws AwsException, IOException, InterruptedException {
        return ecs
                .call(
                        "DescribeServiceDeployments",
                        DescribeServiceDeploymentsRequest.builder().serviceDeploymentArns(arn),
                        DescribeServiceDeploymentsResponse.builder())
                .build()
                .serviceDeployments()
                .stream()
                .findFirst();
    }

    public Service update(UpdateServiceRequest.Builder change)
            throws AwsException, IOException, InterruptedException {
        return ecs.call("UpdateService", change.cluster(cluster), UpdateServiceResponse.builder())
                .build()
                .service();
    }
}
