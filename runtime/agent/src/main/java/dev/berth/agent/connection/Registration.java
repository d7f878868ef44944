package dev.berth.agent.connection;

import dev.berth.agent.retry.Backoff;
import dev.berth.protocol.client.AwsException;
import dev.berth.protocol.client.AwsJsonClient;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.VersionInfo;

/** Registers this agent as a new container instance, or as its existing one. */
public final class Registration {
    private static final Logger log = LoggerFactory.getLogger(Registration.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String DEFAULT_CLUSTER = "default";

    private final AwsJsonClient server;
    private final String cluster;
    private final String agentVersion;

    public Registration(AwsJsonClient server, String cluster, String agentVersion) {
        this.server = server;
        this.cluster = cluster;
        this.agentVersion = agentVersion;
    }

    /**
     * Registers; retries until the server answers.
     *
     * @param savedArn the existing instance of this agent, or null at its first start
     * @return the ARN of the instance
     * @throws FatalAgentException if the server refuses
     */
    public String register(InstanceFacts facts, String savedArn)
            throws FatalAgentException, InterruptedException {
        var request = request(facts, savedArn);
        var backoff = Backoff.seconds();
        while (true) {
            try {
                var answer =
                        server.call(
                                        "RegisterContainerInstance",
                                        request,
                                        RegisterContainerInstanceResponse.builder(),
                                        TIMEOUT)
                                .build()
                                .containerInstance();
                if (answer == null || answer.containerInstanceArn() == null) {
                    throw new FatalAgentException(
                            FatalAgentException.RETRY,
                            "The server answered a registration without an ARN");
                }
                log.info("Registered as {}", answer.containerInstanceArn());
                return answer.containerInstanceArn();
            } catch (AwsException e) {
                onRefusal(e, savedArn);
            } catch (IOException e) {
                log.warn("The server does not answer; retrying. {}", e.toString());
            }
            backoff.pause();
        }
    }

    private RegisterContainerInstanceRequest request(InstanceFacts facts, String savedArn) {
        return RegisterContainerInstanceRequest.builder()
                .cluster(cluster)
                .containerInstanceArn(savedArn)
                .totalResources(facts.resources())
                .attributes(facts.attributes(savedArn == null))
                .versionInfo(
                        VersionInfo.builder()
                                .agentVersion(agentVersion)
                                .dockerVersion("DockerVersion: " + facts.host().engine().version())
                                .build())
                .build();
    }

    /** Returns if a retry may succeed. */
    private void onRefusal(AwsException e, String savedArn)
            throws FatalAgentException, InterruptedException {
        if (!e.isRefusal()) {
            log.warn("The registration failed; retrying. {}", e.getMessage());
            return;
        }
        if (e.code().equals("ClusterNotFoundException")) {
            if (!cluster.equals(DEFAULT_CLUSTER)) {
                throw new FatalAgentException(
                        FatalAgentException.RETRY,
                        "Cluster %s does not exist. Create it first (aws ecs create-cluster --cluster-name %s)"
                                .formatted(cluster, cluster));
            }
            createDefaultCluster();
            return;
        }
        var isFinal =
                e.code().equals("InvalidParameterException") || e.code().equals("ClientException");
        if (savedArn == null || isFinal) {
            throw new FatalAgentException(
                    isFinal ? FatalAgentException.FINAL : FatalAgentException.RETRY,
                    "The server refuses the registration%s: %s (%s)"
                            .formatted(
                                    savedArn == null ? "" : " of " + savedArn,
                                    e.getMessage(),
                                    e.code()));
        }
        // Its tasks are running and need an agent; keys and permissions can be corrected meanwhile.
        log.error(
                "The server refuses the registration; retrying. {}: {}", e.code(), e.getMessage());
    }

    private void createDefaultCluster() throws FatalAgentException, InterruptedException {
        try {
            server.call(
                    "CreateCluster",
                    CreateClusterRequest.builder().clusterName(DEFAULT_CLUSTER).build(),
                    CreateClusterResponse.builder(),
                    TIMEOUT);
            log.info("Created the cluster {}", DEFAULT_CLUSTER);
        } catch (AwsException e) {
            if (e.isRefusal()) {
                throw new FatalAgentException(
                        FatalAgentException.RETRY,
                        "The cluster default does not exist and the server refuses to create it: "
                                + e.getMessage());
            }
            log.warn("The cluster default could not be created: {}", e.getMessage());
        } catch (IOException e) {
            log.warn("The cluster default could not be created: {}", e.toString());
        }
    }
}
