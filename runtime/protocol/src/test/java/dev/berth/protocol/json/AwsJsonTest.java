package dev.berth.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.model.ModelWalk;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.Volume;

class AwsJsonTest {
    private static RegisterTaskDefinitionRequest definition(String json)
            throws MalformedDocumentException {
        return AwsJson.decode(
                        AwsJson.parse(json.getBytes(StandardCharsets.UTF_8)),
                        RegisterTaskDefinitionRequest.builder())
                .build();
    }

    @Test
    void aRequestIsDecodedThroughStructuresListsAndMaps() throws Exception {
        var request =
                definition(
                        """
                        {"family":"web","containerDefinitions":[{"name":"c","image":"i","memory":64,"essential":true,
                         "environment":[{"name":"A","value":"1"}],"dockerLabels":{"k":"v"},
                         "portMappings":[{"containerPort":80,"hostPort":0,"protocol":"tcp"}]}]}
                        """);

        assertThat(request.family()).isEqualTo("web");
        var container = request.containerDefinitions().getFirst();
        assertThat(container.memory()).isEqualTo(64);
        assertThat(container.essential()).isTrue();
        assertThat(container.dockerLabels()).isEqualTo(Map.of("k", "v"));
        assertThat(container.environment().getFirst().value()).isEqualTo("1");
        assertThat(container.portMappings().getFirst().hostPort()).isZero();
        assertThat(container.hasCommand()).isFalse();
    }

    @Test
    void whatWasDecodedEncodesToTheSameDocument() throws Exception {
        var json =
                "{\"family\":\"web\",\"containerDefinitions\":[{\"name\":\"c\",\"command\":[],\"dockerLabels\":{\"k\":\"v\"},\"healthCheck\":{\"command\":[\"x\"]}}]}";

        assertThat(AwsJson.tree(definition(json)))
                .isEqualTo(AwsJson.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void nullIsAbsentAndUnknownMembersAreIgnored() throws Exception {
        var request = definition("{\"family\":null,\"cpu\":\"256\",\"noSuchMember\":{\"a\":[1]}}");

        assertThat(request.family()).isNull();
        assertThat(request.cpu()).isEqualTo("256");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'family':1}|family|a string",
                "{'family':['a']}|family|a string",
                "{'containerDefinitions':{}}|containerDefinitions|a list",
                "{'containerDefinitions':[1]}|containerDefinitions[0]|an object",
                "{'containerDefinitions':[null]}|containerDefinitions[0]|an object",
                "{'containerDefinitions':[{},{'memory':'64'}]}|containerDefinitions[1].memory|an integer",
                "{'containerDefinitions':[{'memory':1.5}]}|containerDefinitions[0].memory|an integer",
                "{'containerDefinitions':[{'memory':2147483648}]}|containerDefinitions[0].memory|an integer",
                "{'containerDefinitions':[{'memory':1e400}]}|containerDefinitions[0].memory|an integer",
                "{'containerDefinitions':[{'essential':'true'}]}|containerDefinitions[0].essential|true or false",
                "{'containerDefinitions':[{'dockerLabels':{'k':1}}]}|containerDefinitions[0].dockerLabels.k|a string",
                "{'containerDefinitions':[{'dockerLabels':[]}]}|containerDefinitions[0].dockerLabels|an object",
            })
    void aWrongTypeIsRefusedWithItsPath(String json, String path, String expected) {
        var refusal =
                catchThrowableOfType(
                        MalformedDocumentException.class,
                        () -> definition(json.replace('\'', '"')));

        assertThat(refusal.path()).isEqualTo(path);
        assertThat(refusal.expected()).isEqualTo(expected);
        assertThat(refusal.getMessage()).startsWith(path + " must be " + expected);
    }

    @Test
    void aRefusalQuotesNoValue() {
        assertThatThrownBy(
                        () ->
                                definition(
                                        "{\"containerDefinitions\":[{\"memory\":\"s3cret\",\"name\":\"c\"}]}"))
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "1", "\"a\"", "null", "{", "{} {}", "{\"a\":}", "\u0000", "nonsense"})
    void aBodyThatIsNoJsonObjectIsRefused(String body) {
        assertThatThrownBy(() -> AwsJson.parse(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedDocumentException.class);
    }

    @Test
    void anEmptyBodyIsAnEmptyObject() throws Exception {
        assertThat(AwsJson.parse(new byte[0])).isEmpty();
    }

    @Test
    void aBodyDeeperThanTheBoundIsRefused() {
        var deep = "{\"a\":".repeat(70) + "1" + "}".repeat(70);

        assertThatThrownBy(() -> AwsJson.parse(deep.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedDocumentException.class)
                .hasMessageContaining("64 levels");
    }

    @Test
    void timesAreSecondsWithTheirFraction() throws Exception {
        var request =
                AwsJson.decode(
                                AwsJson.parse(
                                        "{\"pullStartedAt\":1795332787.604,\"pullStoppedAt\":1795332788}"
                                                .getBytes(StandardCharsets.UTF_8)),
                                SubmitTaskStateChangeRequest.builder())
                        .build();

        assertThat(request.pullStartedAt()).isEqualTo(Instant.ofEpochMilli(1795332787604L));
        assertThat(new String(AwsJson.write(request), StandardCharsets.UTF_8))
                .isEqualTo("{\"pullStartedAt\":1795332787.604,\"pullStoppedAt\":1795332788}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1795332787604", "1e999", "\"2026-11-22T21:01:00Z\"", "true"})
    void whatIsNoTimeInSecondsIsRefused(String time) {
        var body = "{\"pullStartedAt\":" + time + "}";

        assertThatThrownBy(
                        () ->
                                AwsJson.decode(
                                        AwsJson.parse(body.getBytes(StandardCharsets.UTF_8)),
                                        SubmitTaskStateChangeRequest.builder()))
                .isInstanceOf(MalformedDocumentException.class)
                .hasMessageContaining("seconds since 1970");
    }

    @Test
    void aListThatWasSetIsWrittenThoughEmptyAndOneThatWasNotIsLeftOut() {
        assertThat(AwsJson.tree(RunTaskResponse.builder().failures(List.of()).build()))
                .hasToString("{\"failures\":[]}");
        assertThat(AwsJson.tree(DescribeTasksResponse.builder().build())).hasToString("{}");
    }

    @Test
    void aStructureIsNeverWrittenEmptyButKeepsItsPlaceInAList() {
        var service =
                Service.builder()
                        .networkConfiguration(NetworkConfiguration.builder().build())
                        .build();
        var tasks = DescribeTasksResponse.builder().tasks(Task.builder().build()).build();

        assertThat(AwsJson.tree(service)).hasToString("{}");
        assertThat(AwsJson.tree(tasks)).hasToString("{\"tasks\":[{}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"group\":\"\\ud800\"}",
                "{\"group\":\"a\\udc00b\"}",
                "{\"tags\":[{\"key\":\"\\ud800\\ud800\"}]}",
                "{\"overrides\":{\"containerOverrides\":[{\"command\":[\"\\ud83e\"]}]}}",
            })
    void halfOfASurrogatePairIsRefused(String body) throws Exception {
        var document = AwsJson.parse(body.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> AwsJson.decode(document, RunTaskRequest.builder()))
                .isInstanceOf(MalformedDocumentException.class)
                .hasMessageContaining("must be valid Unicode text");
    }

    @Test
    void aWholeSurrogatePairIsRead() throws Exception {
        var document =
                AwsJson.parse("{\"group\":\"\\ud83e\\udd37\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(AwsJson.decode(document, RunTaskRequest.builder()).build().group())
                .isEqualTo("🤷");
    }

    @Test
    void withinATaskDefinitionAnEmptyStructureIsWritten() {
        var definition =
                TaskDefinition.builder()
                        .volumes(Volume.builder().name("data").host(h -> {}).build())
                        .containerDefinitions(
                                ContainerDefinition.builder().linuxParameters(l -> {}).build())
                        .build();

        assertThat(AwsJson.tree(definition))
                .hasToString(
                        "{\"containerDefinitions\":[{\"linuxParameters\":{}}],"
                                + "\"volumes\":[{\"name\":\"data\",\"host\":{}}]}");
        assertThat(
                        AwsJson.tree(
                                DescribeTaskDefinitionResponse.builder()
                                        .taskDefinition(definition)
                                        .build()))
                .hasToString("{\"taskDefinition\":" + AwsJson.tree(definition) + "}");
    }

    @Test
    void aBuilderIsEncodedAsWhatItBuilds() {
        assertThat(AwsJson.tree(Task.builder().taskArn("a"))).hasToString("{\"taskArn\":\"a\"}");
    }

    @Test
    void aTokenThatNobodySetIsNotInvented() {
        var request = RunTaskRequest.builder().count(2).build();

        assertThat(AwsJson.tree(request)).hasToString("{\"count\":2}");
        assertThat(ModelWalk.membersSet(request)).containsExactly("count");
    }

    @Test
    void theMembersThatAreSetAreNamedOuterBeforeInner() throws Exception {
        var request =
                definition(
                        """
                        {"family":"f","tags":[],"runtimePlatform":{},"containerDefinitions":[
                          {"name":"a","healthCheck":{"command":["x"]},"links":[]},{"dockerLabels":{"k":"v"}}]}
                        """);

        assertThat(ModelWalk.membersSet(request))
                .containsExactly(
                        "family",
                        "containerDefinitions",
                        "containerDefinitions[].name",
                        "containerDefinitions[].healthCheck",
                        "containerDefinitions[].healthCheck.command",
                        "containerDefinitions[].dockerLabels");
    }

    @Test
    void aVisitorThatDeclinesIsNotTakenInside() throws Exception {
        var request =
                definition(
                        "{\"containerDefinitions\":[{},{\"healthCheck\":{\"command\":[\"x\"]}}]}");
        var paths = new ArrayList<String>();

        ModelWalk.walk(
                request,
                member -> {
                    paths.add(member.path());
                    return !member.name().endsWith("healthCheck");
                });

        assertThat(paths)
                .containsExactly("containerDefinitions", "containerDefinitions[1].healthCheck");
    }

    @Test
    void everyKindOfNumberKeepsItsValue() throws Exception {
        var body =
                "{\"totalResources\":[{\"name\":\"CPU\",\"type\":\"INTEGER\",\"doubleValue\":0.1,\"longValue\":9007199254740993,\"integerValue\":-5}]}";
        var request =
                AwsJson.decode(
                                AwsJson.parse(body.getBytes(StandardCharsets.UTF_8)),
                                RegisterContainerInstanceRequest.builder())
                        .build();

        assertThat(request.totalResources().getFirst().longValue()).isEqualTo(9007199254740993L);
        assertThat(new String(AwsJson.write(request), StandardCharsets.UTF_8)).isEqualTo(body);
    }

    @Test
    void whatTheSdkBuildsComesBackEqual() throws Exception {
        var built =
                RegisterTaskDefinitionRequest.builder()
                        .family("f")
                        .containerDefinitions(
                                ContainerDefinition.builder()
                                        .name("c")
                                        .command("a", "b")
                                        .portMappings(
                                                PortMapping.builder()
                                                        .containerPort(80)
                                                        .appProtocol("http")
                                                        .build())
                                        .logConfiguration(
                                                l ->
                                                        l.logDriver("json-file")
                                                                .options(Map.of("max-size", "1m")))
                                        .build())
                        .build();
        var decoded =
                AwsJson.decode(AwsJson.tree(built), RegisterTaskDefinitionRequest.builder())
                        .build();

        assertThat(decoded).isEqualTo(built);
    }
}
