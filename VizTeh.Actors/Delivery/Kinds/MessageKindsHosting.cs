using Microsoft.Extensions.DependencyInjection;

namespace VizTeh.Actors.Delivery.Kinds;

public static class MessageKindsHosting
{
    /// <summary>Registers all kinds of message that the outbox can send, one line each.</summary>
    public static IServiceCollection AddMessageKinds(this IServiceCollection services) => services
        .AddSingleton<MessageKind, CardKind>()
        .AddSingleton<MessageKind, CardEditKind>()
        .AddSingleton<MessageKind, TicketMessageKind>()
        .AddSingleton<MessageKind, AdditionEditKind>()
        .AddSingleton<MessageKind, TicketFilesKind>()
        .AddSingleton<MessageKind, PostEditKind>()
        .AddSingleton<MessageKind, PostErasureKind>()
        .AddSingleton<MessageKind, OldFilesKind>()
        .AddSingleton<MessageKind, ErasureLeftKind>()
        .AddSingleton<MessageKind, AnswerKind>()
        .AddSingleton<MessageKind, AnswerEditKind>()
        .AddSingleton<MessageKind, AnswerPromptKind>()
        .AddSingleton<MessageKind, AnswerReportKind>()
        .AddSingleton<MessageKind, ReactionKind>()
        .AddSingleton<MessageKind, ReminderKind>()
        .AddSingleton<MessageKind, WaitReminderKind>()
        .AddSingleton<MessageKind, NoticeKind>()
        .AddSingleton<MessageKind, UnreadableKind>()
        .AddSingleton<MessageKinds>();
}
