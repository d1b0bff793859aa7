using System.Text;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>What a collector of OpenTelemetry gets from a bot in a process of its own.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(30);

    private readonly OtlpCollector _collector = new();
    private ProcessFixture _given = null!;

    public async Task InitializeAsync()
    {
        _given = await ProcessFixture.CreateAsync(patience: TimeSpan.FromSeconds(60));
        _given.Telegram.AddPerson("Пётр", id: 123).Chat.SendText("/start");
        _given.Settings["TELEGRAM_LIMITS"] = "off";
        _given.Settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Endpoint;
        _given.Settings["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        _given.Settings["OTEL_BSP_SCHEDULE_DELAY"] = "100";
        _given.Settings["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
    }

    public async Task DisposeAsync()
    {
        await _given.DisposeAsync();
        _collector.Dispose();
    }

    [Fact]
    public async Task Each_update_of_a_form_is_one_trace_from_the_poll_to_the_reply_and_nothing_tells_of_the_person()
    {
        await using var bot = BotProcess.Start(_given.Settings);
        await bot.WaitForLineAsync(BotProcess.ReadyLine, Seconds);
        var person = _given.Telegram.AddPerson("Анна", username: "anna_s", phone: "+79161234567");
        await person.Chat.OrderAsync(TypedForm.Ordinary);
        await Eventually.IsTrueAsync(
            () => _given.Database.ReadAsync("select 1::text from inbox").ContinueWith(rows => rows.Result.Count == 0), "all is handled");
        Assert.Equal(0, await bot.StopAsync());

        var spans = _collector.Spans;
        var traces = spans.GroupBy(span => span.TraceId).ToList();
        Assert.All(traces, trace => Assert.Single(trace, span => span.ParentId.Length == 0));
        var roots = spans.Where(span => span.ParentId.Length == 0).ToList();
        Assert.All(roots, root => Assert.Equal(("update", "handled"), (root.Name, root.Attributes["vizteh.outcome"])));
        Assert.All(roots, root => Assert.False(root.Attributes.ContainsKey("resumed")));
        var updates = roots.Select(root => root.Attributes["vizteh.update.id"]).ToList();
        Assert.Equal(updates.Count, updates.Distinct().Count());
        Assert.Contains(roots, root => root.Attributes["vizteh.update.kind"] == "callback_query");

        var ofClients = traces.Where(trace => trace.Any(span => span.Name == "conversation")).ToList();
        Assert.Equal(8, ofClients.Count);
        Assert.All(ofClients, trace =>
        {
            var root = trace.Single(span => span.ParentId.Length == 0);
            Assert.Equal(root.Id, trace.Single(span => span.Name == "inbox store").ParentId);
            var reply = trace.Single(span => span.Name == "reply");
            Assert.Equal(root.Id, reply.ParentId);
            Assert.Contains(
                trace, span => span.Name == "telegram call" && span.ParentId == reply.Id
                    && span.Attributes["vizteh.outcome"] == "delivered" && span.Attributes["vizteh.telegram.method"].Length > 0);
        });
        Assert.Contains(spans, span => span.Name == "conversation" && span.Attributes["vizteh.event"] == "Started");
        Assert.Equal(
            ["conversation", "inbox store", "manager", "reply", "telegram call", "update"],
            spans.Select(span => span.Name).Distinct().Order(StringComparer.Ordinal));

        Assert.True(_collector.HasMetrics);
        AssertNothingOf([_given.Telegram.Token, "9161234567", "anna_s", $"{person.Id}", .. TypedForm.Ordinary.Answers.Values]);
    }

    [Fact]
    public async Task An_update_that_an_earlier_process_stored_has_a_trace_that_says_so()
    {
        var person = _given.Telegram.AddPerson("Анна");
        await _given.Database.ExecuteAsync(
            $$$"""
            insert into inbox (update_id, payload) values (7, '{"update_id":7,"message":{"message_id":1,"date":1700000000,
              "from":{"id":{{{person.Id}}},"is_bot":false,"first_name":"Анна"},
              "chat":{"id":{{{person.Id}}},"type":"private"},"text":"/help"}}')
            """);
        await using var bot = BotProcess.Start(_given.Settings);
        await bot.WaitForLineAsync(BotProcess.ReadyLine, Seconds);
        await Eventually.BecomesAsync(
            () => Task.FromResult(_collector.Spans), spans => spans.Any(span => IsOf(span, "7")), "the trace comes");
        await bot.StopAsync();

        var root = Assert.Single(_collector.Spans, span => IsOf(span, "7"));
        Assert.Equal("1", root.Attributes["resumed"]);
        Assert.DoesNotContain(_collector.Spans, span => span.TraceId == root.TraceId && span.Name == "inbox store");

        static bool IsOf(ReceivedSpan span, string updateId) =>
            span.Name == "update" && span.Attributes["vizteh.update.id"] == updateId;
    }

    [Fact]
    public async Task A_collector_that_is_away_delays_nothing()
    {
        _collector.Dispose();
        await using var bot = BotProcess.Start(_given.Settings);
        await bot.WaitForLineAsync(BotProcess.ReadyLine, Seconds);

        await _given.Telegram.AddPerson("Анна").Chat.OrderAsync(TypedForm.Ordinary);

        Assert.Equal(0, await bot.StopAsync());
    }

    private void AssertNothingOf(string[] secrets)
    {
        var sent = _collector.Bodies.SelectMany(body => body).ToArray();
        Assert.NotEmpty(sent);
        Assert.All(secrets, secret => Assert.Equal(-1, sent.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret))));
    }
}
