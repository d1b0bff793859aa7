using BenchmarkDotNet.Attributes;
using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Benchmarks.Micro;

/// <summary>Sample events and states of a conversation.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset At = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static readonly Guid FormId = new("0193a6f0-0000-7000-8000-000000000001");

    public static readonly CompanySettings Company = new(
        "Визуальные технологии", "<b>О нас</b>", "+7 495 363-20-42", "vizteh.ru", FormEvents.Form, TimeZoneInfo.Utc);

    public static readonly ConversationEvent[] FormSoFar = FormEvents.UpTo(4, FormId, At, firstUpdate: 100_000);

    public static readonly ConversationEvent Answered = FormEvents.UpTo(5, FormId, At, firstUpdate: 100_000)[^1];

    public static Conversation Conversation() =>
        FormSoFar.Aggregate(Conversations.Conversation.New, (all, happened) => all.Evolve(happened));
}

/// <summary>One answer, decided and applied by the conversation.</summary>
[MemoryDiagnoser]
public class FormBenchmarks
{
    private readonly Conversation _conversation = Sample.Conversation();
    private readonly ConversationEvent[] _events = Sample.FormSoFar;
    private readonly ClientInput _input = new ClientInput.Text("Въездная стела, до конца месяца");
    private readonly FormContext _context = new(Sample.Company, 100_005, Sample.At, Sample.FormId, "anna");

    [Benchmark]
    public Decision Decide() => FormRules.Decide(_conversation.Form, _input, _context);

    [Benchmark]
    public Conversation Evolve() => _conversation.Evolve(Sample.Answered);

    /// <summary>A recovery of five events.</summary>
    [Benchmark]
    public Conversation EvolveFromNothing() => _events.Aggregate(Conversation.New, (all, happened) => all.Evolve(happened));
}
