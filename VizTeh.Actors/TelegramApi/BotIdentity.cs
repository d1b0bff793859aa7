namespace VizTeh.Actors.TelegramApi;

/// <summary>Who the bot is, as Telegram says (getMe).</summary>
/// <param name="Username">Without @.</param>
public sealed record BotIdentity(long Id, string Username);
