package dev.berth.gateway.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.protocol.json.AwsJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Member by member, in the form that Docker's Engine API reads. */
class DockerFragmentsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void whatConcernsTheProgramIsInConfig() throws Exception {
        assertConfig("\"hostname\":\"ship\"", "{'Hostname':'ship'}");
        assertConfig(
                "\"interactive\":true,\"pseudoTerminal\":true", "{'OpenStdin':true,'Tty':true}");
        assertConfig("\"disableNetworking\":true", "{'NetworkDisabled':true}");
        assertConfig("\"interactive\":false", "{}");
    }

    @Test
    void aHealthCheckCountsInNanoseconds() throws Exception {
        assertConfig(
                "\"healthCheck\":{\"command\":[\"CMD-SHELL\",\"true\"],\"interval\":5,\"timeout\":2,\"retries\":2,\"startPeriod\":0}",
                "{'Healthcheck':{'Test':['CMD-SHELL','true'],'Interval':5000000000,"
                        + "'Timeout':2000000000,'Retries':2,'StartPeriod':0}}");
    }

    @Test
    void whatConcernsTheHostIsInHostConfig() throws Exception {
        assertHost("\"privileged\":true", "'Privileged':true");
        assertHost("\"readonlyRootFilesystem\":true", "'ReadonlyRootfs':true");
        assertHost(
                "\"dnsServers\":[\"10.0.0.2\"],\"dnsSearchDomains\":[\"a.example\"]",
                "'Dns':['10.0.0.2'],'DnsSearch':['a.example']");
        assertHost(
                "\"extraHosts\":[{\"hostname\":\"pier\",\"ipAddress\":\"10.0.0.3\"}]",
                "'ExtraHosts':['pier:10.0.0.3']");
        assertHost(
                "\"dockerSecurityOptions\":[\"no-new-privileges\"]",
                "'SecurityOpt':['no-new-privileges']");
        assertHost(
                "\"systemControls\":[{\"namespace\":\"net.core.somaxconn\",\"value\":\"512\"}]",
                "'Sysctls':{'net.core.somaxconn':'512'}");
        assertHost(
                "\"ulimits\":[{\"name\":\"nofile\",\"softLimit\":64,\"hardLimit\":128}]",
                "'Ulimits':[{'Name':'nofile','Soft':64,'Hard':128}]");
    }

    @Test
    void parametersOfTheKernelAreInHostConfig() throws Exception {
        assertLinux(
                "\"capabilities\":{\"add\":[\"NET_ADMIN\"],\"drop\":[\"ALL\"]}",
                "'CapAdd':['NET_ADMIN'],'CapDrop':['ALL']");
        assertLinux(
                "\"devices\":[{\"hostPath\":\"/dev/fuse\"},{\"hostPath\":\"/dev/a\",\"containerPath\":\"/dev/b\",\"permissions\":[\"read\",\"write\"]}]",
                "'Devices':[{'PathOnHost':'/dev/fuse','PathInContainer':'/dev/fuse','CgroupPermissions':'rwm'},"
                        + "{'PathOnHost':'/dev/a','PathInContainer':'/dev/b','CgroupPermissions':'rw'}]");
        assertLinux("\"initProcessEnabled\":true", "'Init':true");
        assertLinux("\"sharedMemorySize\":64", "'ShmSize':67108864");
        assertLinux(
                "\"tmpfs\":[{\"containerPath\":\"/t\",\"size\":8,\"mountOptions\":[\"noexec\"]}]",
                "'Tmpfs':{'/t':'noexec,size=8m'}");
    }

    /** Docker's MemorySwap is memory and swap together; memory is 48 MiB here. */
    @Test
    void swapComesOnTopOfMemoryAndSwappinessAloneIsIgnored() throws Exception {
        assertLinux(
                "\"maxSwap\":16,\"swappiness\":10", "'MemorySwap':67108864,'MemorySwappiness':10");
        assertLinux("\"maxSwap\":0", "'MemorySwap':50331648");
        assertHost("\"linuxParameters\":{\"swappiness\":10}", "'NetworkMode':'bridge'");
    }

    @Test
    void everyContainerHasALogStreamOfItsOwnUnderItsPrefix() throws Exception {
        assertHost(
                "\"logConfiguration\":{\"logDriver\":\"awslogs\",\"options\":{\"awslogs-group\":\"g\",\"awslogs-stream-prefix\":\"p\"}}",
                "'LogConfig':{'Type':'awslogs','Config':{'awslogs-group':'g','awslogs-stream':'p/main/t1'}}");
    }

    private static void assertConfig(String members, String expected) throws Exception {
        assertThat(read(fragments(members).config().toString())).isEqualTo(tree(expected));
    }

    private static void assertLinux(String members, String expected) throws Exception {
        assertHost("\"linuxParameters\":{" + members + "}", expected);
    }

    private static void assertHost(String members, String expected) throws Exception {
        var whole = (ObjectNode) tree("{" + expected + "}");
        whole.put("NetworkMode", "bridge");
        assertThat(read(fragments(members).hostConfig("bridge").toString())).isEqualTo(whole);
    }

    private static JsonNode tree(String json) throws Exception {
        return read(json.replace('\'', '"'));
    }

    /** Both sides are read from their text, so that equal numbers have equal types. */
    private static JsonNode read(String json) throws Exception {
        return JSON.readTree(json);
    }

    private static DockerFragments fragments(String members) throws Exception {
        var json = "{\"containerDefinitions\":[{\"name\":\"main\"," + members + "}]}";
        var tree = AwsJson.parse(json.getBytes(StandardCharsets.UTF_8));
        var task = AwsJson.decode(tree, TaskDefinition.builder()).build();
        var container = new ContainerSpec("main", "c1", "busybox", true, 0, 48, 0);
        var spec =
                new TaskSpec(
                        "default",
                        "t1",
                        "i1",
                        "web",
                        3,
                        "family:web",
                        null,
                        "EC2",
                        null,
                        0,
                        48,
                        List.of(container));
        return new DockerFragments(task, task.containerDefinitions().getFirst(), container, spec);
    }
}
