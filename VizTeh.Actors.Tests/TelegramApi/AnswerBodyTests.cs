using System.Text;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Tests.TelegramApi;

public sealed class AnswerBodyTests
{
    private const string Success = """{"ok":true,"result":{"message_id":7,"text":"ok"}}""";

    [Theory]
    [InlineData(Success)]
    [InlineData("""{"ok":true,"result":true}""")]
    [InlineData("""{"ok":true,"result":[]}""")]
    [InlineData(" \r\n{ \"ok\" :\ttrue ,\n\"result\" : [ ] }\n")]
    [InlineData("\uFEFF{\"ok\":true,\"result\":true}")]
    [InlineData("""{"result":{"message_id":7},"description":"Webhook was deleted","ok":true}""")]
    public void What_the_bot_api_says_of_a_success_is_one_however_it_is_laid_out(string body) =>
        Assert.Equal(AnswerKind.Success, Of(body));

    [Fact]
    public void An_update_may_be_nested_deeper_than_anybody_reads()
    {
        var deep = new string('[', 5_000) + new string(']', 5_000);

        Assert.Equal(AnswerKind.Success, Of($$"""{ "ok": true, "result": [{ "update_id": 1, "message": {{deep}} }] }"""));
        Assert.Equal(AnswerKind.CutOff, Of($$"""{ "ok": true, "result": [{ "update_id": 1, "message": {{deep}}""", isWhole: false));
    }

    [Theory]
    [InlineData("""{"ok":false,"error_code":400,"description":"Bad Request"}""")]
    [InlineData("""{ "ok" : false }""")]
    public void A_refusal_of_the_bot_api_is_no_success(string body) => Assert.Equal(AnswerKind.Refusal, Of(body));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("<!DOCTYPE html><html>{\"ok\":true,\"result\":true}</html>")]
    [InlineData("ok")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""[{"ok":true,"result":true}]""")]
    [InlineData("""{"status":"ok"}""")]
    [InlineData("""{"ok":"true","result":true}""")]
    [InlineData("""{"ok":1,"result":true}""")]
    [InlineData("""{"ok":true}""")]
    [InlineData("""{"ok":true,"portal":"wi-fi"}""")]
    [InlineData("""{"data":{"ok":true,"result":true}}""")]
    [InlineData("\u001f\u008b\b\0")]
    public void Whatever_else_comes_with_status_200_is_somebody_elses(string body) => Assert.Equal(AnswerKind.Foreign, Of(body));

    [Fact]
    public void A_success_that_breaks_off_is_known_by_its_beginning_wherever_it_breaks_off()
    {
        for (var length = 0; length < Success.Length; length++)
        {
            var expected = length < """{"ok":true""".Length ? AnswerKind.Foreign : AnswerKind.CutOff;
            Assert.Equal(expected, Of(Success[..length], isWhole: false));
            // Without a Content-Length the body ends with the connection; the library reads it to its end.
            Assert.Equal(expected == AnswerKind.Foreign, Of(Success[..length]) == AnswerKind.Foreign);
        }
    }

    [Theory]
    [InlineData("{\"ok\":true,\"portal\":\"wi")]
    [InlineData("{\"status\":\"ok\",\"ok\":tr")]
    [InlineData("<html><body>{\"ok\":true,\"result\":")]
    public void The_beginning_of_somebody_elses_answer_is_none(string body) => Assert.Equal(AnswerKind.Foreign, Of(body, isWhole: false));

    private static AnswerKind Of(string body, bool isWhole = true) => AnswerBody.KindOf(Encoding.UTF8.GetBytes(body), isWhole);
}
