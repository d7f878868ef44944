package dev.berth.ecs.taskdefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.protocol.json.AwsJson;
import dev.berth.wire.ApiException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** The members of a task definition, written as their users write them, with ' for ". */
class TaskDefinitionMembersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'healthCheck':{'command':['CMD-SHELL','true']}",
                "'healthCheck':{'command':['CMD','a','b'],'interval':5,'timeout':2,'retries':10,'startPeriod':300}",
                "'links':['other','other:alias']",
                "'volumesFrom':[{'sourceContainer':'other','readOnly':true}]",
                "'dependsOn':[{'containerName':'other','condition':'START'}]",
                "'dependsOn':[{'containerName':'other','condition':'SUCCESS'}]",
                "'startTimeout':2,'stopTimeout':0",
                "'restartPolicy':{'enabled':true,'ignoredExitCodes':[0,1],'restartAttemptPeriod':60}",
                "'portMappings':[{'containerPortRange':'8000-8002','protocol':'udp','name':'x','appProtocol':'grpc'}]",
                "'linuxParameters':{'capabilities':{'add':['NET_ADMIN'],'drop':['ALL']},'initProcessEnabled':true}",
                "'linuxParameters':{'devices':[{'hostPath':'/dev/zero','containerPath':'/dev/x','permissions':['read']}]}",
                "'linuxParameters':{'tmpfs':[{'containerPath':'/t','size':4,'mountOptions':['noexec','mode=700']}]}",
                "'linuxParameters':{'sharedMemorySize':8,'maxSwap':0,'swappiness':10}",
                "'ulimits':[{'name':'nofile','softLimit':10,'hardLimit':-1}]",
                "'systemControls':[{'namespace':'net.core.somaxconn','value':'1'},{'namespace':'kernel.shmmax','value':'2'}]",
                "'dockerSecurityOptions':['no-new-privileges','label:type:x','apparmor:docker-default']",
                "'hostname':'h','dnsServers':['10.0.0.1'],'dnsSearchDomains':['a.b'],'extraHosts':[{'hostname':'x','ipAddress':'::1'}]",
                "'healthCheck':{'command':['/healthcheck']}",
                "'healthCheck':{'command':['NONE']}",
                "'healthCheck':{'command':['CMD-SHELL','exit','0']}",
                "'hostname':'web-1.example.org'",
                "'image':'registry:5000/team/app:tag@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'",
                "'image':'[::1]:5000/a__b/c-d.e:1.0'",
                "'privileged':true,'readonlyRootFilesystem':true,'interactive':true,'pseudoTerminal':true",
                "'disableNetworking':true,'versionConsistency':'disabled'",
                "'logConfiguration':{'logDriver':'json-file','options':{'max-size':'10m'}}",
                "'logConfiguration':{'logDriver':'awslogs','options':{'awslogs-group':'g','awslogs-region':'r'}}",
                "'logConfiguration':{'logDriver':'splunk','options':{'splunk-token':'t','splunk-url':'u'}}",
            })
    void aContainerMaySay(String members) {
        assertThatNoException().isThrownBy(() -> check("", members));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'healthCheck':{'command':['CMD']} | needs a command after CMD or CMD-SHELL",
                "'healthCheck':{'command':['CMD-SHELL']} | needs a command after CMD or CMD-SHELL",
                "'healthCheck':{'command':['CMD','a'],'interval':4} | healthCheck.interval must be between 5 and 300",
                "'healthCheck':{'command':['CMD','a'],'timeout':61} | healthCheck.timeout must be between 2 and 60",
                "'healthCheck':{'command':['CMD','a'],'retries':0} | healthCheck.retries must be between 1 and 10",
                "'healthCheck':{'command':['CMD','a'],'startPeriod':301} | healthCheck.startPeriod must be between 0",
                "'links':['nobody'] | links name the unknown container 'nobody'",
                "'links':['other:a:b'] | must be name or name:alias",
                "'links':['main'] | Circular dependency between containers: main, main.",
                "'volumesFrom':[{'sourceContainer':'nobody'}] | volumesFrom names the unknown container",
                "'dependsOn':[{'containerName':'nobody','condition':'START'}] | dependsOn names the unknown container",
                "'dependsOn':[{'containerName':'essential','condition':'COMPLETE'}] | cannot be set on 'essential'",
                "'dependsOn':[{'containerName':'essential','condition':'SUCCESS'}] | cannot be set on 'essential'",
                "'dependsOn':[{'containerName':'other','condition':'HEALTHY'}] | needs a healthCheck on 'other'",
                "'dependsOn':[{'containerName':'other','condition':'LATER'}] | must be START, COMPLETE, SUCCESS or HEALTHY",
                "'dependsOn':[{'containerName':'waiting','condition':'START'}] | Circular dependency between containers: main, waiting, main.",
                "'startTimeout':0 | startTimeout must be more than 0",
                "'restartPolicy':{'enabled':true,'restartAttemptPeriod':59} | must be between 60 and 1800",
                "'portMappings':[{'containerPortRange':'8000'}] | must be two ports between 1 and 65535",
                "'portMappings':[{'containerPortRange':'9-8'}] | must be two ports between 1 and 65535",
                "'portMappings':[{'containerPortRange':'1-9','hostPort':0}] | a containerPortRange, or a containerPort",
                "'portMappings':[{'containerPortRange':'1-9'},{'containerPortRange':'9-12'}] | the container port 9 is in two",
                "'portMappings':[{'containerPort':1,'name':'-a'}] | the name of a port mapping",
                "'portMappings':[{'containerPort':1,'appProtocol':'ftp'}] | appProtocol must be http, http2 or grpc",
                "'linuxParameters':{'capabilities':{'add':['CAP_CHOWN']}} | unknown capability 'CAP_CHOWN'",
                "'linuxParameters':{'devices':[{'hostPath':'dev'}]} | of a device must be absolute",
                "'linuxParameters':{'devices':[{'hostPath':'/dev/x','permissions':['x']}]} | must be read, write or mknod",
                "'linuxParameters':{'tmpfs':[{'containerPath':'t','size':1}]} | of a tmpfs must be an absolute path",
                "'linuxParameters':{'tmpfs':[{'containerPath':'/t','size':0}]} | size of a tmpfs must be more than 0",
                "'linuxParameters':{'tmpfs':[{'containerPath':'/t','size':1,'mountOptions':['fast']}]} | unknown mount option 'fast'",
                "'linuxParameters':{'swappiness':101} | swappiness must be between 0 and 100",
                "'linuxParameters':{'maxSwap':-1} | maxSwap must not be negative",
                "'linuxParameters':{'sharedMemorySize':0} | sharedMemorySize must be more than 0",
                "'ulimits':[{'name':'files','softLimit':1,'hardLimit':1}] | unknown ulimit 'files'",
                "'ulimits':[{'name':'core','softLimit':2,'hardLimit':1}] | must not be above its hardLimit",
                "'systemControls':[{'namespace':'vm.swappiness','value':'1'}] | cannot be set for a single container",
                "'dockerSecurityOptions':['seccomp:unconfined'] | not 'seccomp:unconfined'",
                "'hostname':'a b' | 'a b' is not a valid host name",
                "'hostname':'my_host' | 'my_host' is not a valid host name",
                "'hostname':'web-' | 'web-' is not a valid host name",
                "'hostname':'' | '' is not a valid host name",
                "'image':'$IMAGE' | Container.image contains invalid characters.",
                "'image':'a b' | Container.image contains invalid characters.",
                "'image':'web:{{tag}}' | Container.image contains invalid characters.",
                "'image':'web\\u0007' | Container.image contains invalid characters.",
                "'image':'web:' | Container.image contains invalid characters.",
                "'image':'web@sha256:12' | Container.image contains invalid characters.",
                "'image':'https://web' | Container.image contains invalid characters.",
                "'dnsServers':['name'] | dnsServers must contain IP addresses",
                "'dnsSearchDomains':['a b'] | dnsSearchDomains must contain domain names",
                "'disableNetworking':true,'portMappings':[{'containerPort':1}] | leaves no network for portMappings",
                "'extraHosts':[{'hostname':'x','ipAddress':'y'}] | extraHosts must map host names to IP addresses",
                "'versionConsistency':'maybe' | versionConsistency must be enabled or disabled",
                "'logConfiguration':{'logDriver':'awsfirelens'} | awsfirelens is not supported yet",
                "'logConfiguration':{'logDriver':'awslogs'} | requires options: awslogs-group, awslogs-region",
                "'logConfiguration':{'logDriver':'paper'} | logDriver must be one of json-file",
            })
    void aContainerMustNotSay(String members, String sentence) {
        refused("", members, sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'pidMode':'host'",
                "'pidMode':'task','ipcMode':'task'",
                "'ipcMode':'none'",
                "'cpu':'1 vCPU','memory':'1GB'",
                "'runtimePlatform':{'operatingSystemFamily':'LINUX','cpuArchitecture':'ARM64'}",
                "'volumes':[{'name':'vol','dockerVolumeConfiguration':{'scope':'shared','autoprovision':true,'driver':'local','driverOpts':{'type':'tmpfs'},'labels':{'a':'b'}}}]",
                "'volumes':[{'name':'v','dockerVolumeConfiguration':{}}]",
                "'volumes':[{'name':'v','host':{}}]",
                "'volumes':[{'name':'v','dockerVolumeConfiguration':{'scope':'task','autoprovision':true}}]",
            })
    void aTaskMaySay(String members) {
        assertThatNoException().isThrownBy(() -> check(members, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'pidMode':'none' | pidMode must be host or task",
                "'ipcMode':'private' | ipcMode must be host, task or none",
                "'cpu':'much' | must be CPU units such as 512",
                "'cpu':'64' | must be between 128 and 196608 units",
                "'cpu':'vCPU' | must be CPU units such as 512",
                "'memory':'5' | must be at least 6 MiB",
                "'memory':'1 TB' | must be MiB such as 512",
                "'memory':'95' | The containers reserve 96 MiB of memory, and the task has 95.",
                "'memory':'31' | memory must not be more than the task's, which is 31 MiB",
                "'cpu':'128' | The containers reserve 192 CPU units, and the task has 128.",
                "'runtimePlatform':{'operatingSystemFamily':'WINDOWS_SERVER_2022_CORE'} | must be LINUX",
                "'runtimePlatform':{'cpuArchitecture':'RISCV'} | must be X86_64 or ARM64",
                "'volumes':[{'name':'v','dockerVolumeConfiguration':{'scope':'world'}}] | scope must be task or shared",
                "'volumes':[{'name':'v','dockerVolumeConfiguration':{'autoprovision':false}}] | autoprovision cannot be false with scope task",
                "'volumes':[{'name':'v','host':{'sourcePath':''}}] | host.sourcePath should not be blank.",
                "'volumes':[{'name':'v','host':{'sourcePath':'/x'},'dockerVolumeConfiguration':{}}] | Leave one out",
                "'volumes':[{'name':'-v','dockerVolumeConfiguration':{'scope':'shared'}}] | begin with a letter or a digit",
            })
    void aTaskMustNotSay(String members, String sentence) {
        refused(members, "", sentence);
    }

    @Test
    void whatTheHostSharesAContainerCannotSet() {
        var network = "'systemControls':[{'namespace':'net.core.somaxconn','value':'1'}]";
        refused("'networkMode':'host'", network, "cannot be set when networkMode=host");
        var messages = "'systemControls':[{'namespace':'fs.mqueue.msg_max','value':'9'}]";
        refused("'ipcMode':'host'", messages, "cannot be set when ipcMode=host");
        refused(
                "'networkMode':'host'",
                "'portMappings':[{'containerPortRange':'1-9'}]",
                "containerPortRange is not supported when networkMode=host");
        refused(
                "'ipcMode':'host'",
                "'linuxParameters':{'sharedMemorySize':8}",
                "sharedMemorySize requires a private IPC namespace");
        refused("'networkMode':'host'", "'disableNetworking':true", "leaves no network");
        refused("'networkMode':'host'", "'links':['other']", "Links are not supported");
    }

    @Test
    void withAMemoryLimitOfTheTaskItsContainersNeedNone() {
        var alone =
                "{'family':'f','memory':'0.5 GB','containerDefinitions':[{'name':'a','image':'i'}]}";
        assertThatNoException().isThrownBy(() -> TaskDefinitionRules.check(read(alone)));
    }

    @Test
    void swapIsCountedOnTopOfMemory() {
        var alone =
                "{'family':'f','memory':'512','containerDefinitions':[{'name':'a','image':'i',"
                        + "'linuxParameters':{'maxSwap':1}}]}";
        assertThat(
                        catchThrowableOfType(
                                ApiException.class, () -> TaskDefinitionRules.check(read(alone))))
                .hasMessageContaining("Set memory too");
    }

    @Test
    void whatIsLeftOutIsFilledInAsEcsFillsItIn() {
        var request =
                request(
                        "'cpu':'.25 vcpu','memory':'0.5 GB','volumes':[{'name':'v','dockerVolumeConfiguration':{}}]",
                        "'healthCheck':{'command':['CMD','a']},'restartPolicy':{'enabled':true}");
        TaskDefinition kept =
                TaskDefinitionDocument.read(TaskDefinitionDocument.of(request).json()).build();

        assertThat(kept.cpu()).isEqualTo("256");
        assertThat(kept.memory()).isEqualTo("512");
        var docker = kept.volumes().getFirst().dockerVolumeConfiguration();
        assertThat(docker.scopeAsString()).isEqualTo("task");
        assertThat(docker.driver()).isEqualTo("local");
        var container = kept.containerDefinitions().getFirst();
        assertThat(container.healthCheck().interval()).isEqualTo(30);
        assertThat(container.healthCheck().timeout()).isEqualTo(5);
        assertThat(container.healthCheck().retries()).isEqualTo(3);
        assertThat(container.healthCheck().startPeriod()).isNull();
        assertThat(container.restartPolicy().restartAttemptPeriod()).isEqualTo(300);
    }

    private static void refused(String task, String container, String sentence) {
        var refusal = catchThrowableOfType(ApiException.class, () -> check(task, container));
        assertThat(refusal).isNotNull().hasMessageContaining(sentence);
        assertThat(refusal.code()).isEqualTo("ClientException");
    }

    private static void check(String task, String container) {
        var request = request(task, container);
        TaskDefinitionRules.members().check("RegisterTaskDefinition", request);
        TaskDefinitionRules.check(request);
    }

    /** Four containers: main says what is given, and waiting waits for it. */
    private static RegisterTaskDefinitionRequest request(String task, String main) {
        return read(
                """
                {'family':'f'%s,'containerDefinitions':[
                  {'name':'main','image':'i','cpu':64,'memory':32%s},
                  {'name':'other','image':'i','cpu':64,'memory':32,'essential':false},
                  {'name':'essential','image':'i','memory':16},
                  {'name':'waiting','image':'i','cpu':64,'memoryReservation':16,
                   'dependsOn':[{'containerName':'main','condition':'START'}]}]}"""
                        .formatted(after(task), after(main)));
    }

    static String after(String members) {
        return members.isEmpty() ? "" : "," + members;
    }

    static RegisterTaskDefinitionRequest read(String text) {
        var json = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        try {
            return AwsJson.decode(AwsJson.parse(json), RegisterTaskDefinitionRequest.builder())
                    .build();
        } catch (Exception reason) {
            throw new AssertionError(text, reason);
        }
    }
}
