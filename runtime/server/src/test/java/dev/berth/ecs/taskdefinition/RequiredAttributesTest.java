package dev.berth.ecs.taskdefinition;

import static dev.berth.ecs.taskdefinition.TaskDefinitionMembersTest.after;
import static dev.berth.ecs.taskdefinition.TaskDefinitionMembersTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredAttributesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'privileged':true | com.amazonaws.ecs.capability.privileged-container",
                "'dependsOn':[{'containerName':'other','condition':'START'}] | ecs.capability.container-ordering",
                "'healthCheck':{'command':['CMD','a']} | ecs.capability.container-health-check",
                "'healthCheck':{'command':['CMD','a'],'startPeriod':1} | com.amazonaws.ecs.capability.docker-remote-api.1.29",
                "'restartPolicy':{'enabled':true} | ecs.capability.container-restart-policy",
                "'portMappings':[{'containerPortRange':'1-2'}] | ecs.capability.network.container-port-range",
                "'logConfiguration':{'logDriver':'syslog'} | com.amazonaws.ecs.capability.logging-driver.syslog",
                "'dockerLabels':{'a':'b'} | com.amazonaws.ecs.capability.docker-remote-api.1.18",
                "'systemControls':[{'namespace':'net.a','value':'1'}] | com.amazonaws.ecs.capability.docker-remote-api.1.24",
                "'dockerSecurityOptions':['apparmor:x'] | com.amazonaws.ecs.capability.apparmor",
                "'dockerSecurityOptions':['label:x'] | com.amazonaws.ecs.capability.selinux",
                "'linuxParameters':{'initProcessEnabled':true} | com.amazonaws.ecs.capability.docker-remote-api.1.25",
                "'linuxParameters':{'sharedMemorySize':8} | com.amazonaws.ecs.capability.docker-remote-api.1.22",
            })
    void whatAContainerSaysRequires(String members, String attribute) {
        assertThat(requiredBy("", members)).contains(attribute);
        assertThat(requiredBy("", "")).doesNotContain(attribute);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'memory':'512' | ecs.capability.task-cpu-mem-limit",
                "'cpu':'16 vCPU' | ecs.capability.increased-task-cpu-limit",
                "'pidMode':'task' | ecs.capability.pid-ipc-namespace-sharing",
                "'ipcMode':'task' | ecs.capability.pid-ipc-namespace-sharing",
                "'runtimePlatform':{'cpuArchitecture':'ARM64'} | ecs.cpu-architecture=arm64",
                "'runtimePlatform':{'operatingSystemFamily':'LINUX'} | ecs.os-type=linux",
                "'volumes':[{'name':'v','dockerVolumeConfiguration':{'driver':'rexray'}}] | ecs.capability.docker-plugin.rexray",
            })
    void whatATaskSaysRequires(String members, String attribute) {
        assertThat(requiredBy(members, "")).contains(attribute);
        assertThat(requiredBy("", "")).doesNotContain(attribute);
    }

    @Test
    void whatEveryAgentDoesRequiresNothing() {
        var plain =
                read("{'family':'f','containerDefinitions':[{'name':'a','image':'i','memory':9}]}");
        assertThat(TaskDefinitionDocument.of(plain).shape().requiredAttributes()).isEmpty();
    }

    private static Set<String> requiredBy(String task, String container) {
        var request =
                read(
                        "{'family':'f'%s,'containerDefinitions':[{'name':'main','image':'i'%s}]}"
                                .formatted(after(task), after(container)));
        return TaskDefinitionDocument.of(request).shape().requiredAttributes();
    }
}
