using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>What a message of the bot asks or tells, as a client reads it. The questions stand in the order of the form.</summary>
internal enum Speech
{
    Name,
    Organization,
    City,
    Direction,
    Description,
    Phone,
    Review,
    WhatToChange,
    Accepted,
    Cancelled,
    Other,
}

internal static class BotSpeech
{
    /// <summary>A word of «О компании».</summary>
    public const string AboutCompany = "контрактов";

    private static readonly (string Word, Speech Means)[] Words =
    [
        // It is the firm's own text, and may hold a question's key word.
        (AboutCompany, Speech.Other),
        ("Проверьте заявку", Speech.Review),
        ("Что поправить?", Speech.WhatToChange),
        ("Заявка отменена", Speech.Cancelled),
        ("обращаться", Speech.Name),
        ("организац", Speech.Organization),
        ("город", Speech.City),
        ("направлен", Speech.Direction),
        ("задач", Speech.Description),
        ("телефон", Speech.Phone),
    ];

    public static Speech Of(ChatMessage message)
    {
        var text = message.Text;
        if (text.Contains('№', StringComparison.Ordinal) && text.Contains("принята", StringComparison.Ordinal)) return Speech.Accepted;
        foreach (var (word, means) in Words)
        {
            if (text.Contains(word, StringComparison.Ordinal)) return means;
        }

        return Speech.Other;
    }

    public static bool IsQuestion(Speech speech) => speech <= Speech.Review;
}
