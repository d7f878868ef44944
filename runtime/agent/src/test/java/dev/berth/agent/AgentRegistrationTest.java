package dev.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.agent.connection.FatalAgentException;
import dev.berth.agent.task.Payloads;
import dev.berth.agent.testbed.DockerBench;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How an agent becomes a container instance, and stays the same one. */
@ExtendWith(DockerBench.class)
class AgentRegistrationTest {
    @TempDir private Path folder;
    private final DockerBench.Host host;
    private AgentBench bench;

    AgentRegistrationTest(DockerBench.Host host) {
        this.host = host;
    }

    @BeforeEach
    void setUp() throws Exception {
        bench = new AgentBench(host, folder);
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
    }

    @Test
    void anAgentReportsThePropertiesAndCapabilitiesOfItsHost() throws Exception {
        bench.start();
        var request = bench.api().call("RegisterContainerInstance", 1);
        assertThat(request.path("cluster").asText()).isEqualTo("default");
        assertThat(request.has("containerInstanceArn")).isFalse();
        assertThat(request.at("/versionInfo/dockerVersion").asText()).startsWith("DockerVersion: ");
        var cpus = Integer.parseInt(bench.host().docker("info", "--format", "{{.NCPU}}"));
        var memory = Long.parseLong(bench.host().docker("info", "--format", "{{.MemTotal}}")) >> 20;
        assertThat(request.path("totalResources"))
                .hasToString(
                        ("[{\"name\":\"CPU\",\"type\":\"INTEGER\",\"integerValue\":%d},"
                                        + "{\"name\":\"MEMORY\",\"type\":\"INTEGER\",\"integerValue\":%d},"
                                        + "{\"name\":\"PORTS\",\"type\":\"STRINGSET\",\"stringSetValue\":[\"22\",\"2375\",\"2376\",\"51678\",\"51679\"]},"
                                        + "{\"name\":\"PORTS_UDP\",\"type\":\"STRINGSET\",\"stringSetValue\":[]}]")
                                .formatted(cpus * 1024, memory - 100));
        var attributes = AgentBench.attributes(request);
        assertThat(attributes)
                .containsEntry("rack", "r1")
                .containsEntry("ecs.os-type", "linux")
                .containsEntry("ecs.availability-zone", "us-east-1a")
                .containsEntry("berth.address", "127.0.0.1")
                .containsKey("ecs.capability.full-sync")
                .containsKey("com.amazonaws.ecs.capability.logging-driver.json-file")
                .containsKey("com.amazonaws.ecs.capability.docker-remote-api.1.25");
        assertThat(attributes.get("ecs.cpu-architecture")).isIn("x86_64", "arm64");
    }

    @Test
    void anAgentThatIsClosedLeavesItsContainersAndRegistersAsItselfAgain() throws Exception {
        bench.start();
        var task = Payloads.task(Payloads.sleeper("main"));
        bench.ask(bench.sockets().connection("/acs/ws", 1), bench.payload(1, task));
        bench.api().report(task.arn(), "RUNNING");
        bench.stop();
        assertThat(folder.resolve("run/agent-one.json")).doesNotExist();
        assertThat(
                        bench.host()
                                .docker(
                                        "ps",
                                        "-q",
                                        "--filter",
                                        "label=dev.berth.instance=" + bench.instance()))
                .hasSize(12);

        bench.start();
        var again = bench.api().call("RegisterContainerInstance", 2);
        assertThat(again.path("containerInstanceArn").asText()).isEqualTo(bench.instance());
        assertThat(AgentBench.attributes(again))
                .doesNotContainKey("rack")
                .containsKey("berth.address");
        var work = bench.sockets().connection("/acs/ws", 2);
        assertThat(work.requestLine()).contains("sendCredentials=true");
    }

    @Test
    void theDefaultClusterIsMadeAndAnyOtherMustExist() throws Exception {
        var missing =
                "{\"__type\":\"ClusterNotFoundException\",\"message\":\"Cluster not found.\"}";
        bench.api().answer("RegisterContainerInstance", 400, missing);
        bench.flags().put("cluster", "other");
        bench.flags().put("state", folder.resolve("agents/other").toString());
        assertThatThrownBy(bench::start)
                .isInstanceOf(FatalAgentException.class)
                .hasMessageContaining("Cluster other does not exist")
                .hasMessageContaining("aws ecs create-cluster --cluster-name other");
        bench.stop();
        assertThat(bench.api().calls("CreateCluster")).isEmpty();

        bench.flags().remove("cluster");
        var starting = Thread.ofVirtual().start(bench::startUnchecked);
        assertThat(bench.api().call("CreateCluster", 1).path("clusterName").asText())
                .isEqualTo("default");
        bench.api().answerRegistration(bench.instance());
        starting.join();
        bench.sockets().connection("/acs/ws", 1);
    }

    @Test
    void aRefusedRegistrationEndsTheAgentWithASentence() throws Exception {
        bench.api()
                .answer(
                        "RegisterContainerInstance",
                        400,
                        "{\"__type\":\"ClientException\",\"message\":\"Not you.\"}");
        assertThatThrownBy(bench::start)
                .isInstanceOfSatisfying(
                        FatalAgentException.class,
                        e -> assertThat(e.exitCode()).isEqualTo(FatalAgentException.FINAL))
                .hasMessageContaining("Not you.");
    }

    @Test
    void aStateOfAnotherClusterIsNotUsed() throws Exception {
        bench.start();
        bench.stop();
        bench.flags().put("cluster", "other");
        assertThatThrownBy(bench::start)
                .isInstanceOf(FatalAgentException.class)
                .hasMessageContaining("belongs to an agent of cluster default, not of other");
    }
}
