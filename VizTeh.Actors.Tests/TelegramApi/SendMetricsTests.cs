using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>How calls to Telegram are counted.</summary>
public sealed class SendMetricsTests : TelegramSenderFixture
{
    [Fact]
    public async Task Each_call_is_counted_by_method_and_outcome_and_a_429_by_its_wait()
    {
        using var recorded = new RecordedTelemetry(RecordedTelemetry.Alone());
        using var sender = With(recorded);
        Server.Faults.Inject(Fault.TooManyRequests(1) with { Method = "sendMessage" });
        Server.Faults.Inject(Fault.ServerError(502) with { Method = "sendMessage" });
        await sender.SendAsync(Anna.ChatId, Hello);
        Server.Faults.Inject(Fault.Refused(403, "Forbidden: bot was blocked by the user"));
        await sender.SendAsync(Boris.ChatId, Hello);
        await sender.RemoveButtonsAsync(Anna.ChatId, 1);

        Assert.Equal(1, recorded["vizteh.telegram.sends{method=sendMessage,outcome=limited}"]);
        Assert.Equal(1, recorded["vizteh.telegram.sends{method=sendMessage,outcome=failed}"]);
        Assert.Equal(1, recorded["vizteh.telegram.sends{method=sendMessage,outcome=delivered}"]);
        Assert.Equal(1, recorded["vizteh.telegram.sends{method=sendMessage,outcome=refused}"]);
        Assert.Equal(1, recorded["vizteh.telegram.limit_wait{scope=chat}"]);
        Assert.Contains(
            recorded.Series, series => series.StartsWith("vizteh.telegram.sends{method=editMessageReplyMarkup,", StringComparison.Ordinal));
        Assert.DoesNotContain(recorded.Series, series => series.Contains($"{Anna.ChatId}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_under_no_update_has_no_span_and_one_under_an_update_belongs_to_its_trace()
    {
        using var recorded = new RecordedTelemetry(RecordedTelemetry.Alone());
        using var sender = With(recorded);
        var traces = recorded.Telemetry.Traces;
        await sender.SendAsync(Anna.ChatId, Hello);
        Assert.Empty(recorded.Spans);

        traces.Begin(7, "message", TimeProvider.System.GetTimestamp());
        using (traces.Enter("reply", 7))
            await sender.SendAsync(Anna.ChatId, Hello);
        traces.End(7, "handled");
        traces.End(7, "handled");

        Assert.Equal(
            ["inbox store", "telegram call", "reply", "update"], recorded.Spans.Select(span => span.OperationName));
        Assert.Single(recorded.Spans.Select(span => span.TraceId).Distinct());
        Assert.Null(Activity.Current);
    }

    [Fact]
    public async Task A_call_has_no_span_of_an_http_client_which_would_hold_the_token_whoever_listens_for_it()
    {
        using var recorded = new RecordedTelemetry(RecordedTelemetry.Alone());
        using var sender = With(recorded);
        var foreign = new List<string>();
        using var everything = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("System.Net.Http", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TagObjects.Any(tag => $"{tag.Value}".Contains(Server.Token, StringComparison.Ordinal)))
                    foreign.Add(span.DisplayName);
            },
        };
        ActivitySource.AddActivityListener(everything);
        var traces = recorded.Telemetry.Traces;
        traces.Begin(7, "message", TimeProvider.System.GetTimestamp());
        using (traces.Enter("reply", 7))
            await sender.SendAsync(Anna.ChatId, Hello);

        Assert.Contains(recorded.Spans, span => span.OperationName == "telegram call");
        Assert.Empty(foreign);
    }

    private TelegramSender With(RecordedTelemetry recorded) => new(
        TelegramClient.Create(TestSettings.For(Server)), limits: null, TimeProvider.System, NullLogger<TelegramSender>.Instance,
        telemetry: recorded.Telemetry);
}
